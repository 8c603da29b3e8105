import CommonModels
import ServiceKit
import StorageKit

/// Goes through all living people, step by step, in a job: each step commits with its checkpoint. What happens meanwhile
/// to people it passed is theirs who cause it.
struct PeopleWalk: Sendable {
    /// People of one step, and of those the living.
    private static let stepMax = 256
    static let stepSQL = "SELECT profile_id, merged_into FROM profile WHERE profile_id > $1 ORDER BY profile_id LIMIT $2"

    let database: any Database

    /// - Parameters:
    ///   - visit: changes some people, in the order of all changes of identities; false ends the walk.
    ///   - finish: in the last transaction.
    func run(
        _ execution: JobExecution, visit: @escaping @Sendable ([ProfileID], any SQLTransaction) throws -> Bool,
        finish: @escaping @Sendable (any SQLTransaction) throws -> Void = { _ in }
    ) async throws {
        var after = execution.checkpoint["after"]?.stringValue ?? ""
        var done = execution.job.done
        while true {
            try Task.checkCancellation()
            let (from, before) = (after, done)
            let step = try await database.write { tx -> (last: String, count: Int)? in
                try tx.serialize(on: "profile-identity")
                let rows = try tx.rows(Self.stepSQL, [from, Self.stepMax])
                let ids: [ProfileID] = try rows.filter { try $0.textOrNull("merged_into") == nil }.map { try $0.id("profile_id") }
                guard try visit(ids, tx) else { return nil }
                guard let last = try rows.last?.text("profile_id") else {
                    try finish(tx)
                    return nil
                }
                try execution.report(done: before + Int64(ids.count), checkpoint: ["after": .string(last)], in: tx)
                return (last, ids.count)
            }
            guard let step else { return }
            after = step.last
            done += Int64(step.count)
        }
    }
}
