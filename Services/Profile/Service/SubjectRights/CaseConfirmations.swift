import CommonModels
import ProfileDomain
import ServiceKit
import StorageKit

/// Takes the services' confirmations; with the last one the case is done, unless one of them says that something is left.
struct CaseConfirmations: Sendable {
    let database: any Database
    let clock: WallClock
    let audit: AuditLog

    /// Taken once, however often it is sent.
    /// - Throws: ``CaseError/notFound``, ``CaseError/outOfOrder(state:)`` for an action nobody asked for.
    func take(_ confirmation: SubjectConfirmation, of id: CaseID, from service: ServiceName) async throws {
        try await database.write { tx in try take(confirmation, of: id, from: service, in: tx) }
    }

    func take(
        _ confirmation: SubjectConfirmation, of id: CaseID, from service: ServiceName, in tx: any SQLTransaction
    ) throws {
        var item = try CaseStore.required(id, in: tx)
        guard item.startedAt != nil, [item.request.action, item.action].contains(confirmation.action) else {
            throw CaseError.outOfOrder(state: item.state)
        }
        let now = clock.now()
        guard try CaseConfirmation.save(confirmation, of: id, by: service, at: now, in: tx) else { return }
        let rows = confirmation.counts.reduce(0) { $0 + $1.rows }
        try audit.record(
            actor: service.rawValue, action: "case.confirmed", object: id.rawValue,
            detail: [
                "action": .string(confirmation.action.rawValue), "rows": .integer(Int64(rows)), "left": .integer(Int64(confirmation.left)),
            ], in: tx)
        item.write("confirmed", at: now, by: service.rawValue)
        let confirmed = try CaseConfirmation.load(id, in: tx).filter { $0.action == item.action && $0.left == 0 }
        if Set(confirmed.map(\.service)).count == ServiceName.allCases.count { item.complete(at: now) }
        try CaseStore.save(item, in: tx)
    }
}
