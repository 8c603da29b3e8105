import CommonModels

/// Ids of segments and their keys, both ways.
struct SegmentKeys: Sendable {
    private let ids: [String: String]
    private let keys: [String: String]

    private init(_ pairs: [(key: String, id: String)]) {
        ids = Dictionary(pairs.map { ($0.key, $0.id) }) { $1 }
        keys = Dictionary(pairs.map { ($0.id, $0.key) }) { $1 }
    }

    /// Of an installation.
    init(of server: any ConfigServer) async throws {
        self.init(
            try await server.items(.segment, "/v1/segments").compactMap { item in
                guard let key = item["key"]?.stringValue, let id = item["id"]?.stringValue else { return nil }
                return (key, id)
            })
    }

    /// Made up, to read a rule whose segments need not be there yet.
    init(standingFor keys: [String]) {
        let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz")
        self.init(
            keys.enumerated().map { index, key in
                let digits = [index / 1_024 % 32, index / 32 % 32, index % 32].map { String(alphabet[$0]) }.joined()
                return (key, "seg_" + String(repeating: "0", count: 23) + digits)
            })
    }

    /// The rule with ids in place of keys; what is no key stays.
    func identified(_ rule: JSONValue) -> JSONValue { Self.replaced(rule) { ids[$0] ?? $0 } }

    /// The rule with keys in place of ids.
    func named(_ rule: JSONValue) -> JSONValue { Self.replaced(rule) { keys[$0] ?? $0 } }

    /// Segments a rule asks for.
    static func keys(in rule: JSONValue) -> [String] {
        switch rule {
        case .null, .bool, .integer, .number, .string: []
        case .array(let parts): parts.flatMap(keys)
        case .object(let members):
            (members["segment"]?.stringValue.map { [$0] } ?? []) + ["all", "any", "not"].flatMap { members[$0].map(keys) ?? [] }
        }
    }

    private static func replaced(_ rule: JSONValue, _ word: (String) -> String) -> JSONValue {
        switch rule {
        case .null, .bool, .integer, .number, .string: return rule
        case .array(let parts): return .array(parts.map { replaced($0, word) })
        case .object(var members):
            if let text = members["segment"]?.stringValue { members["segment"] = .string(word(text)) }
            for name in ["all", "any", "not"] { if let part = members[name] { members[name] = replaced(part, word) } }
            return .object(members)
        }
    }
}
