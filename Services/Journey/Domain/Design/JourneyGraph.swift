/// The arrows of a document: what they must be, and in which layer each node is drawn.
package enum JourneyGraph {
    /// Faults of ids, arrows, entry, exit, reachability and loops. Reachability and loops are looked at only when every
    /// node could be read, since one unreadable node would make the rest look unreachable.
    static func issues(_ listed: [ListedNode]) -> [JourneyIssue] {
        var issues = idIssues(listed) + entryIssues(listed)
        let ids = Set(listed.compactMap(\.id))
        for element in listed {
            guard let node = element.node else { continue }
            for edge in node.edges where !ids.contains(edge.target) {
                issues.append(at(element, edge, .unknownTarget, edge.target.rawValue))
            }
            for edge in node.edges where listed.contains(where: { $0.id == edge.target && $0.kind == .entry }) {
                issues.append(at(element, edge, .entryTarget))
            }
        }
        guard issues.isEmpty, listed.allSatisfy({ $0.node != nil }) else { return issues }
        let loops = loopIssues(listed)
        return loops.isEmpty ? reachIssues(listed) : loops
    }

    private static func at(_ element: ListedNode, _ edge: JourneyEdge, _ code: JourneyIssue.Code, _ value: String = "") -> JourneyIssue {
        JourneyIssue(code, at: element.pointer + "/" + edge.way.rawValue, node: element.id?.rawValue, value: value)
    }

    private static func idIssues(_ listed: [ListedNode]) -> [JourneyIssue] {
        var seen: Set<NodeID> = []
        return listed.compactMap { element in
            guard let id = element.id, !seen.insert(id).inserted else { return nil }
            return JourneyIssue(.duplicateID, at: element.pointer + "/id", node: id.rawValue, value: id.rawValue)
        }
    }

    private static func entryIssues(_ listed: [ListedNode]) -> [JourneyIssue] {
        let entries = listed.filter { $0.kind == .entry }
        var issues = entries.dropFirst().map { JourneyIssue(.severalEntries, at: $0.pointer, node: $0.id?.rawValue) }
        if entries.isEmpty { issues.append(JourneyIssue(.noEntry, at: "/nodes")) }
        if !listed.contains(where: { $0.kind == .exit }) { issues.append(JourneyIssue(.noExit, at: "/nodes")) }
        return issues
    }

    private static func reachIssues(_ listed: [ListedNode]) -> [JourneyIssue] {
        let nodes = listed.compactMap(\.node)
        let reached = Set(layers(nodes).flatMap { $0 })
        return listed.compactMap { element in
            guard let id = element.id, !reached.contains(id) else { return nil }
            return JourneyIssue(.unreachable, at: element.pointer, node: id.rawValue)
        }
    }

    /// Kahn's algorithm, from the entry and then from the exits: what is never freed lies on a loop, or between two.
    private static func loopIssues(_ listed: [ListedNode]) -> [JourneyIssue] {
        var incoming: [NodeID: Int] = [:]
        let nodes = listed.compactMap(\.node)
        for edge in nodes.flatMap(\.edges) { incoming[edge.target, default: 0] += 1 }
        var free = nodes.filter { incoming[$0.id] == nil }
        var left = Set(nodes.map(\.id))
        while let node = free.popLast() {
            left.remove(node.id)
            for edge in node.edges {
                incoming[edge.target, default: 0] -= 1
                if incoming[edge.target] == 0, let target = nodes.first(where: { $0.id == edge.target }) { free.append(target) }
            }
        }
        // What only lies behind a loop leads to nothing that is left, or to others like it.
        while let end = nodes.first(where: { node in left.contains(node.id) && !node.edges.contains { left.contains($0.target) } }) {
            left.remove(end.id)
        }
        return listed.filter { $0.id.map(left.contains) ?? false }.map {
            JourneyIssue(.loop, at: $0.pointer, node: $0.id?.rawValue, value: $0.id?.rawValue ?? "")
        }
    }

    /// The nodes an entry leads to, each in the layer of its longest way from the entry; within a layer in document order.
    package static func layers(_ nodes: [JourneyNode]) -> [[NodeID]] {
        guard let entry = nodes.first(where: { $0.kind == .entry }) else { return [] }
        let byID = Dictionary(nodes.map { ($0.id, $0) }) { first, _ in first }
        var depth: [NodeID: Int] = [entry.id: 0]
        // A longest way visits each node at most once, so that many rounds settle every depth.
        for _ in nodes.indices {
            var changed = false
            for (id, level) in depth {
                for edge in byID[id]?.edges ?? [] where depth[edge.target, default: -1] < level + 1 {
                    depth[edge.target] = level + 1
                    changed = true
                }
            }
            if !changed { break }
        }
        let count = (depth.values.max() ?? 0) + 1
        return (0..<count).map { level in nodes.map(\.id).filter { depth[$0] == level } }
    }
}
