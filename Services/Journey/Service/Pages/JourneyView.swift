import CommonModels
import JourneyDomain
import StorageKit

/// What the page of a journey shows, read in one go.
struct JourneyView: Sendable {
    let journey: Journey
    /// The version people enter; the draft as long as there is none and it has no issues.
    let document: JourneyDocument?
    let issues: [JourneyIssue]
    let counts: [NodeID: NodeCounts]
    let totals: NodeCounts
    let versions: [PublishedVersion]
    let recent: [Run]

    init(_ reference: String, in tx: any SQLTransaction) throws {
        let store = JourneyStore()
        let journey = try store.find(reference, in: tx)
        self.journey = journey
        issues = JourneyDocument.issues(of: journey.draft)
        if let version = journey.liveVersion {
            document = try store.document(of: journey.id, version: version, in: tx)
            counts = try CountStore().counts(of: journey.id, version: version, in: tx)
        } else {
            document = issues.isEmpty ? try JourneyDocument(json: journey.draft) : nil
            counts = [:]
        }
        totals = try CountStore().totals(of: journey.id, in: tx)
        versions = try store.versions(of: journey.id, in: tx)
        recent = try tx.rows("SELECT * FROM journey_run WHERE journey_id = $1 ORDER BY id DESC LIMIT 20", [journey.id]).map(RunStore.run)
    }
}
