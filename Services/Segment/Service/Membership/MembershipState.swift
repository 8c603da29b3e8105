import CommonModels
import ProjectionKit
import StorageKit

/// What is stored about the memberships of some people.
struct MembershipState {
    private(set) var segments: [ProfileID: Set<SegmentID>] = [:]
    private(set) var timers: [ProfileID: [SegmentID: Instant]] = [:]

    static func load(_ profiles: [ProfileID], in tx: any SQLTransaction) throws -> MembershipState {
        var state = MembershipState()
        try IDList.forEachChunk(of: profiles.map(\.rawValue)) { chunk in
            let people = "profile_id IN (\(chunk.placeholders(from: 1)))"
            for row in try tx.rows("SELECT profile_id, segment_id FROM segment_membership WHERE \(people)", chunk.arguments) {
                state.segments[try row.id("profile_id"), default: []].insert(try row.id("segment_id"))
            }
            for row in try tx.rows("SELECT profile_id, segment_id, due FROM segment_timer WHERE \(people)", chunk.arguments) {
                state.timers[try row.id("profile_id"), default: [:]][try row.id("segment_id")] = try row.instant("due")
            }
        }
        return state
    }
}
