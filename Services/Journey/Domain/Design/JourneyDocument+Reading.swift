package import CommonModels

extension JourneyDocument {
    /// Reads and checks a document.
    /// - Throws: ``JourneyIssues`` with everything that is wrong, each pinned to its place.
    package init(json: JSONValue) throws(JourneyIssues) {
        guard let object = json.objectValue else {
            throw JourneyIssues([JourneyIssue(.wrongType, at: "", value: "an object with nodes")])
        }
        var reader = DocumentReader(object, at: "")
        let timezone = reader.optionalText("timezone", lengthMax: 60)
        if let timezone, TimeZoneResolver.zone(named: timezone) == nil { reader.report(.badTimezone, "timezone", timezone) }
        let goal = Self.readGoal(&reader)
        let listed = Self.readNodes(&reader)
        let issues = reader.finish() + JourneyGraph.issues(listed)
        let nodes = listed.compactMap(\.node)
        guard issues.isEmpty, let first = nodes.first(where: { $0.kind == .entry }), case .entry(let entry) = first.step else {
            throw JourneyIssues(issues)
        }
        self.init(nodes: nodes, goal: goal, timezone: timezone, entryID: first.id, entry: entry)
    }

    private static func readGoal(_ reader: inout DocumentReader) -> EventPattern? {
        guard let value = reader.value("goal") else { return nil }
        guard let object = value.objectValue else {
            reader.report(.wrongType, "goal", "an object with event and optionally where")
            return nil
        }
        var part = DocumentReader(object, at: reader.path("goal"))
        let pattern = EventPatternReader.read(&part)
        reader.add(part.finish())
        return pattern
    }

    private static func readNodes(_ reader: inout DocumentReader) -> [ListedNode] {
        guard let value = reader.required("nodes") else { return [] }
        guard let elements = value.arrayValue else {
            reader.report(.wrongType, "nodes", "an array")
            return []
        }
        guard elements.count <= nodeCountMax else {
            reader.report(.tooManyNodes, "nodes", "\(nodeCountMax)")
            return []
        }
        return elements.enumerated().map { index, element in
            let pointer = "/nodes/\(index)"
            guard let object = element.objectValue else {
                reader.add([JourneyIssue(.wrongType, at: pointer, value: "an object")])
                return ListedNode(pointer: pointer, id: nil, kind: nil, node: nil)
            }
            var part = NodeReader(object, at: pointer)
            let found = part.read()
            reader.add(found.issues)
            let kind = object["type"]?.stringValue.flatMap { JourneyNode.Kind(rawValue: $0) }
            return ListedNode(pointer: pointer, id: part.id, kind: kind, node: found.node)
        }
    }
}
