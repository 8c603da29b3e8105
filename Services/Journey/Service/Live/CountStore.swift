package import CommonModels
package import JourneyDomain
package import StorageKit

/// Reads the live numbers of a journey.
package struct CountStore: Sendable {
    package init() {}

    /// The numbers of every node of one version.
    package func counts(of journey: JourneyID, version: Int, in tx: any SQLTransaction) throws -> [NodeID: NodeCounts] {
        var counts: [NodeID: NodeCounts] = [:]
        let raised = try tx.rows(
            "SELECT node_id, counter, reason, n FROM journey_count WHERE journey_id = $1 AND version = $2", [journey, version])
        for row in raised {
            counts[try row.node("node_id"), default: NodeCounts()].add(
                counter: try row.text("counter"), reason: try row.text("reason"), n: try row.integer("n"))
        }
        for row in try tx.rows(Self.insideSQL, [journey, version]) {
            let node = try row.node("node_id")
            let n = try row.integer("n")
            counts[node, default: NodeCounts()].inside += n
            if try row.text("state") == RunState.waiting.rawValue { counts[node, default: NodeCounts()].waiting += n }
        }
        return counts
    }

    static let insideSQL = """
        SELECT node_id, state, COUNT(*) AS n FROM journey_run
        WHERE journey_id = $1 AND version = $2 AND finished_at IS NULL GROUP BY node_id, state
        """

    /// People inside, over all versions.
    package func inside(_ journey: JourneyID, in tx: any SQLTransaction) throws -> Int64 {
        try tx.row("SELECT COUNT(*) AS n FROM journey_run WHERE journey_id = $1 AND finished_at IS NULL", [journey])?.integer("n") ?? 0
    }

    /// A journey's totals over all versions and nodes.
    package func totals(of journey: JourneyID, in tx: any SQLTransaction) throws -> NodeCounts {
        var total = NodeCounts()
        let raised = try tx.rows(
            "SELECT counter, reason, CAST(SUM(n) AS BIGINT) AS n FROM journey_count WHERE journey_id = $1 AND counter <> 'passed' GROUP BY counter, reason",
            [journey])
        for row in raised {
            total.add(counter: try row.text("counter"), reason: try row.text("reason"), n: try row.integer("n"))
        }
        total.inside = try inside(journey, in: tx)
        return total
    }
}
