import CommonModels

/// Random calls about a few people who share devices, e-mail addresses and ids: sign-ins, switches, merges, conflicts, junk,
/// repetitions and faults.
struct IngestScript {
    private var random: SeededRandom
    private var sent: [String] = []

    init(seed: UInt64) { random = SeededRandom(seed: seed) }

    mutating func calls(_ count: Int) -> [JSONValue] { (0..<count).map { call(number: $0) } }

    /// Cuts calls into transactions of requests.
    mutating func split(_ calls: [JSONValue]) -> [[[JSONValue]]] {
        var transactions: [[[JSONValue]]] = []
        var rest = calls[...]
        while !rest.isEmpty {
            var requests: [[JSONValue]] = []
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let request = rest.prefix(Int.random(in: 1...12, using: &random))
                rest = rest.dropFirst(request.count)
                if !request.isEmpty { requests.append(Array(request)) }
            }
            transactions.append(requests)
        }
        return transactions
    }

    private mutating func call(number: Int) -> JSONValue {
        let second = Int.random(in: 0..<400, using: &random)
        let id = messageID(number)
        switch Int.random(in: 0..<20, using: &random) {
        case 0..<7: return Calls.track(["View", "Buy"][number % 2], who(), at: second, id: id, ["n": .integer(Int64(number))])
        case 7..<14: return Calls.identify(who(), traits(number), at: second, id: id)
        case 14..<17:
            let status = ["granted", "withdrawn", "denied"][number % 3]
            return Calls.consent(status, who(), at: second, channel: ["email", "push"][number % 2], id: id)
        case 17, 18: return Calls.alias(pick(["d1", "d2", "d3", "nobody", "u4"]), is: pick(["u1", "u2", "u3"]), at: second, id: id)
        default: return ["type": "track", "userId": "u1", "messageId": .string(id)]
        }
    }

    /// Now and then one that was sent before.
    private mutating func messageID(_ number: Int) -> String {
        if let old = sent.randomElement(using: &random), Int.random(in: 0..<8, using: &random) == 0 { return old }
        sent.append("m\(number)")
        return "m\(number)"
    }

    private mutating func who() -> KeyValuePairs<String, String> {
        let user = pick(["u1", "u2", "u3", "u4", "null"])
        let device = pick(["d1", "d2", "d3", "d4", "undefined"])
        return switch Int.random(in: 0..<4, using: &random) {
        case 0: ["userId": user]
        case 1: ["userId": user, "anonymousId": device]
        default: ["anonymousId": device]
        }
    }

    private mutating func traits(_ number: Int) -> JSONObject {
        var traits: JSONObject = [:]
        if Bool.random(using: &random) { traits["a"] = .integer(Int64(number)) }
        if Bool.random(using: &random) {
            traits[pick(["b", "c"])] = Int.random(in: 0..<4, using: &random) == 0 ? .null : .string("v\(number)")
        }
        if Bool.random(using: &random) { traits["email"] = .string(pick(["e1@x.kr", "e2@x.kr", "e3@x.kr", "test@test.com"])) }
        return traits
    }

    private mutating func pick(_ texts: [String]) -> String { texts.randomElement(using: &random) ?? texts[0] }
}
