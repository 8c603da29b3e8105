import CommonModels
import StorageKit

/// Which events in quarantine are meant. What is not said matches everything.
struct QuarantineFilter: Hashable, Sendable {
    static let idsMax = 1_000
    static let textLengthMax = 200  // characters

    var ids: [Int64] = []
    var source: String?
    /// The name of the event, or its type where it has none.
    var event: String?
    /// ``PlanRule/text``, or `unplanned`.
    var rule: String?
    var from: Instant?
    /// Exclusive.
    var to: Instant?
    /// Found anywhere in what was sent; with ``isShallow`` only in the message id and the event's name.
    var text: String?
    /// For readers who see events masked: a search must not tell them what the mask hides.
    var isShallow = false

    var isEverything: Bool {
        ids.isEmpty && source == nil && event == nil && rule == nil && from == nil && to == nil && text == nil
    }

    /// SQL conditions and their values; parameters count on after `values`.
    func conditions(_ engine: SQLEngine, values: inout [any SQLBindable]) -> String {
        var parts: [String] = []
        func add(_ value: any SQLBindable, _ part: (String) -> String) {
            values.append(value)
            parts.append(part("$\(values.count)"))
        }
        if let source { add(source) { "source = \($0)" } }
        if let event { add(event) { "kind = \($0)" } }
        if let rule { add(rule) { "rule = \($0)" } }
        if let from { add(from) { "received_at >= \($0)" } }
        if let to { add(to) { "received_at < \($0)" } }
        if let text {
            add(text) { mark in
                isShallow
                    ? "(" + engine.contains("message_id", mark) + " OR " + engine.contains("kind", mark) + ")"
                    : engine.contains("payload", mark)
            }
        }
        if !ids.isEmpty {
            let marks = ids.map { id in
                values.append(id)
                return "$\(values.count)"
            }
            parts.append("quarantine_id IN (\(marks.joined(separator: ", ")))")
        }
        return parts.map { " AND " + $0 }.joined()
    }
}

extension QuarantineFilter {
    /// What a job keeps of it: all but the text, which may be somebody's and is known while the job works alone.
    var json: JSONValue {
        var members = JSONObject()
        if !ids.isEmpty { members["ids"] = .array(ids.map { .integer($0) }) }
        for (name, value) in [("source", source), ("event", event), ("rule", rule)] {
            if let value { members[name] = .string(value) }
        }
        if let from { members["from"] = .string(from.rfc3339) }
        if let to { members["to"] = .string(to.rfc3339) }
        if isShallow { members["isShallow"] = true }
        if text != nil { members["hasText"] = true }
        return .object(members)
    }

    /// What ``json`` wrote.
    /// - Returns: nil when it had a text that is not given: without it much more would match.
    init?(json: JSONValue, text: String?) {
        guard json["hasText"]?.boolValue != true || text != nil else { return nil }
        ids = json["ids"]?.arrayValue?.compactMap(\.intValue) ?? []
        source = json["source"]?.stringValue
        event = json["event"]?.stringValue
        rule = json["rule"]?.stringValue
        isShallow = json["isShallow"]?.boolValue ?? false
        self.text = text
        from = json["from"]?.stringValue.flatMap { Instant(rfc3339: $0) }
        to = json["to"]?.stringValue.flatMap { Instant(rfc3339: $0) }
    }
}
