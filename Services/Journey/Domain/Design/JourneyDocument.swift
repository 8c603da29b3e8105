package import CommonModels

/// What a journey does: its nodes and arrows, in the order the author wrote them. Only a document without problems can
/// exist; ``JourneyDocument/init(json:)`` says what is wrong with the others.
package struct JourneyDocument: Hashable, Sendable {
    package static let nodeCountMax = 200
    package static let bytesMax = 262_144
    package let nodes: [JourneyNode]
    /// The event that counts as success: a person inside who does it leaves as converted.
    package let goal: EventPattern?
    /// IANA name used for people whose own time zone is not known; nil leaves it to the service setting.
    package let timezone: String?
    /// The entry's id and step, looked up once.
    package let entryID: NodeID
    package let entry: EntryStep
    private let positions: [NodeID: Int]

    init(nodes: [JourneyNode], goal: EventPattern?, timezone: String?, entryID: NodeID, entry: EntryStep) {
        self.nodes = nodes
        self.goal = goal
        self.timezone = timezone
        self.entryID = entryID
        self.entry = entry
        positions = Dictionary(nodes.enumerated().map { ($1.id, $0) }) { first, _ in first }
    }

    package subscript(id: NodeID) -> JourneyNode? {
        positions[id].map { nodes[$0] }
    }

    package var json: JSONValue {
        var object: JSONObject = [:]
        if let timezone { object["timezone"] = .string(timezone) }
        if let goal { object["goal"] = .object(goal.json) }
        object["nodes"] = .array(nodes.map(\.json))
        return .object(object)
    }
}
