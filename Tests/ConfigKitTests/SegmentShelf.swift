import CommonModels
import ConfigKit
import Synchronization

/// Keeps segments as Segment's API does: creation, rules by version, archiving.
final class SegmentShelf: ConfigServer {
    private struct Entry {
        var key: String
        var name: JSONValue
        var rule: JSONValue
        var version: Int64
        var status: String
    }

    private struct State {
        var entries: [String: Entry] = [:]
        var writes = 0
        var documents: [String] = []
    }

    private let state = Mutex(State())

    var writes: Int { state.withLock { $0.writes } }
    var documents: [String] { state.withLock { $0.documents } }
    var living: [String] { state.withLock { $0.entries.values.filter { $0.status != "archived" }.map(\.key).sorted() } }

    /// Somebody else changes a segment.
    func touch(_ key: String) {
        state.withLock { state in for (id, entry) in state.entries where entry.key == key { state.entries[id]?.version += 1 } }
    }

    func send(_ call: ConfigCall) async throws -> ConfigAnswer {
        state.withLock { state in
            if call.method == .get {
                let items = state.entries.sorted { $0.key < $1.key }.map { Self.json($0.key, $0.value) }
                return ConfigAnswer(status: 200, json: ["items": .array(items)], etag: nil)
            }
            state.writes += 1
            state.documents += [call.document].compactMap(\.self)
            let parts = call.path.split(separator: "/").map(String.init)
            guard parts.count > 2 else { return Self.create(call.body ?? .null, &state) }
            guard var entry = state.entries[parts[2]] else { return ConfigAnswer(status: 404, json: [:], etag: nil) }
            guard call.ifMatch == "\"\(entry.version)\"" else { return ConfigAnswer(status: 412, json: ["title": "changed"], etag: nil) }
            entry.version += 1
            switch parts.last {
            case "rule": entry.rule = call.body?["rule"] ?? .null
            case "archive": entry.status = "archived"
            case _: entry.status = "active"
            }
            state.entries[parts[2]] = entry
            return ConfigAnswer(status: 200, json: Self.json(parts[2], entry), etag: nil)
        }
    }

    private static func create(_ body: JSONValue, _ state: inout State) -> ConfigAnswer {
        let id = "seg_" + String(repeating: "0", count: 24) + String(10 + state.entries.count)
        let entry = Entry(
            key: body["key"]?.stringValue ?? "", name: body["name"] ?? .null, rule: body["rule"] ?? .null, version: 1, status: "draft")
        state.entries[id] = entry
        return ConfigAnswer(status: 201, json: json(id, entry), etag: nil)
    }

    private static func json(_ id: String, _ entry: Entry) -> JSONValue {
        [
            "id": .string(id), "key": .string(entry.key), "name": entry.name, "rule": entry.rule, "version": .integer(entry.version),
            "status": .string(entry.status),
        ]
    }
}
