import CommonModels
import ServiceLifecycle
import StorageKit

extension Feed {
    /// After a commit woke a reader it waits this long for more, so that a stream of small commits is read in gulps.
    private static let gatherTime = Duration.milliseconds(10)
    /// Another replica's commit is not heard in this process; while a reader waits on PostgreSQL it looks this often.
    private static let replicaLookInterval = Duration.milliseconds(200)
    /// Rows fetched at a time, so that a page stops soon after ``FeedPage/bytesMax``.
    private static let fetchSize = 500
    /// Rows of one page, also of events that are gone.
    private static let lookMax = 20_000

    /// The next page; when there is nothing yet, waits up to the query's timeout for a commit.
    package func page(_ query: FeedQuery) async throws -> FeedPage {
        let clock = ContinuousClock()
        let deadline = clock.now.advanced(by: min(query.timeout, FeedQuery.timeoutMax))
        let signal = self.signal
        return try await withGracefulShutdownHandler {
            while true {
                let version = signal.version
                let page = try await readPage(query)
                let left = deadline - clock.now
                guard page.count == 0, page.position == query.after, left > .zero, !signal.isClosed else { return page }
                try Task.checkCancellation()
                await signal.wait(after: version, limit: database.engine == .postgres ? min(left, Self.replicaLookInterval) : left)
                if signal.version != version && !signal.isClosed { try await Task.sleep(for: Self.gatherTime) }
            }
        } onGracefulShutdown: {
            signal.close()
        }
    }

    private func readPage(_ query: FeedQuery) async throws -> FeedPage {
        try await database.read { transaction in
            let ends = try transaction.row(Self.endsSQL)
            let (head, removed) = (try ends?.integer("head") ?? 0, try ends?.integer("removed") ?? 0)
            var draft = FeedPageDraft(after: query.after)
            guard head > query.after else { return draft.page(isFull: false, head: head, removedThrough: removed) }
            let limit = max(1, min(query.limit, FeedQuery.limitMax))
            while draft.count < limit, draft.looked < Self.lookMax {
                let wanted = min(Self.fetchSize, limit - draft.count)
                let rows = try Self.rows(after: draft.position, limit: wanted, query, in: transaction)
                let references = try rows.compactMap { row in
                    try row.integerOrNull("reference").map { FeedReference(number: $0, subject: try row.text("subject")) }
                }
                let texts = try texts(of: references, in: transaction)
                for row in rows {
                    draft.look(at: try row.integer("id"))
                    let reference = try row.integerOrNull("reference")
                    guard let text = try reference.map({ texts[$0] }) ?? row.text("event") else { continue }
                    draft.append(id: draft.position, text: text)
                    if draft.isHeavy { return draft.page(isFull: true, head: head, removedThrough: removed) }
                }
                if rows.count < wanted { return draft.page(isFull: false, head: head, removedThrough: removed) }
            }
            return draft.page(isFull: draft.count > 0, head: head, removedThrough: removed)
        }
    }

    static let endsSQL = """
        SELECT coalesce((SELECT max(id) FROM maru_feed), 0) AS head, coalesce((SELECT max(removed_through) FROM maru_feed_floor), 0) AS removed
        """
    static let pageSQL = "SELECT id, event, subject, reference FROM maru_feed WHERE id > $1 ORDER BY id LIMIT $2"
    static let partitionSQL = "SELECT id, event, subject, reference FROM maru_feed WHERE id > $1 AND shard % $3 = $4 ORDER BY id LIMIT $2"

    static let topicSQL = "SELECT id, event, subject, reference FROM maru_feed WHERE topic = $3 AND id > $1 ORDER BY id LIMIT $2"

    /// A topic has few events: it is read whole, without partitions.
    private static func rows(
        after id: Int64, limit: Int, _ query: FeedQuery, in transaction: any SQLTransaction
    ) throws -> [SQLRow] {
        if let topic = query.topic { return try transaction.rows(topicSQL, [id, limit, topic.rawValue]) }
        guard let partition = query.partition, partition.count > 1 else { return try transaction.rows(pageSQL, [id, limit]) }
        return try transaction.rows(partitionSQL, [id, limit, partition.count, partition.index])
    }
}
