package import CommonModels
package import StorageKit

/// Ids of people who were erased. Other services may not have heard yet: what their feeds still tell is passed over.
package struct ErasedSubjects: Sendable {
    private var ids: Set<String>

    /// Of the people a batch names, those who were erased.
    package static func load(naming events: [CloudEvent], in tx: any SQLTransaction) throws -> ErasedSubjects {
        var named: Set<String> = []
        for event in events { if let id = subject(of: event) { named.insert(id) } }
        let rows = try tx.rows("SELECT profile_id FROM subject_erased WHERE profile_id IN", in: named.sorted())
        return ErasedSubjects(ids: Set(try rows.map { try $0.text("profile_id") }))
    }

    package static func contains(_ id: ProfileID, in tx: any SQLTransaction) throws -> Bool {
        try tx.row("SELECT 1 AS n FROM subject_erased WHERE profile_id = $1", [id]) != nil
    }

    package func names(_ event: CloudEvent) -> Bool {
        guard !ids.isEmpty, let id = Self.subject(of: event) else { return false }
        return ids.contains(id)
    }

    /// Remembers those an order erases.
    package mutating func insert(_ order: SubjectOrder, at now: Instant, in tx: any SQLTransaction) throws {
        ids.formUnion(order.ids.map(\.rawValue))
        try tx.insert(
            into: "subject_erased", columns: ["profile_id", "case_id", "at"],
            rows: order.ids.map { [$0.sqlValue, .text(order.caseID?.rawValue ?? ""), now.sqlValue] }, onConflict: .ignore)
    }

    private static func subject(of event: CloudEvent) -> String? { event.data["profileId"]?.stringValue ?? event.subject }
}
