import CommonModels

/// A random history of a few people who share devices, addresses and ids, made from a seed: the same seed, the same calls.
struct IdentityHistory {
    /// One call, as plain values: what the model reads and what is sent.
    struct Call: Hashable, Sendable {
        let message: String
        let second: Int
        var user: String?
        var device: String?
        var email: String?
        var phone: String?
        var previous: String?

        var json: JSONValue {
            var who: [(String, String)] = []
            if let user { who.append(("userId", user)) }
            if let device { who.append(("anonymousId", device)) }
            var members: JSONObject = [
                "messageId": .string(message), "timestamp": .string((ProfileWorld.start + .seconds(second)).rfc3339),
            ]
            for (name, value) in who { members[name] = .string(value) }
            if let previous {
                members["type"] = "alias"
                members["previousId"] = .string(previous)
            } else if email != nil || phone != nil {
                members["type"] = "identify"
                var traits = JSONObject()
                if let email { traits["email"] = .string(email) }
                if let phone { traits["phone"] = .string(phone) }
                members["traits"] = .object(traits)
            } else {
                members["type"] = "track"
                members["event"] = "View"
            }
            return .object(members)
        }
    }

    let seed: UInt64
    let calls: [Call]
    /// Transactions of one or more requests; those of one step are sent at the same time.
    let steps: [[[Call]]]

    init(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        self.seed = seed
        let count = Int.random(in: 8...24, using: &random)
        calls = (0..<count).map { Self.call(seed, $0, &random) }
        var steps: [[[Call]]] = []
        var rest = calls[...]
        while !rest.isEmpty {
            var together: [[Call]] = []
            for _ in 0..<Int.random(in: 1...3, using: &random) where !rest.isEmpty {
                let part = rest.prefix(Int.random(in: 1...6, using: &random))
                rest = rest.dropFirst(part.count)
                together.append(Array(part))
            }
            steps.append(together)
        }
        self.steps = steps
    }

    private static func call(_ seed: UInt64, _ number: Int, _ random: inout SeededRandom) -> Call {
        func one(_ kind: String, of count: Int) -> String { "h\(seed)-\(kind)\(Int.random(in: 0..<count, using: &random))" }
        func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }
        var call = Call(message: "h\(seed)-\(number)", second: Int.random(in: 0..<900, using: &random))
        if chance(10) {
            call.user = one("u", of: 4)
            call.previous = chance(50) ? one("d", of: 6) : one(chance(50) ? "u" : "n", of: 4)
            return call
        }
        if chance(45) { call.user = one("u", of: 4) }
        if call.user == nil || chance(60) { call.device = one("d", of: 6) }
        if chance(25) { call.email = one("e", of: 4) + "@Example.org" }
        if chance(15) { call.phone = phone(seed, Int.random(in: 0..<3, using: &random)) }
        return call
    }

    /// A Korean mobile number of its own for every seed.
    private static func phone(_ seed: UInt64, _ number: Int) -> String {
        let digits = String(20_000_000 + seed % 1_000_000 * 10 + UInt64(number))
        return "010-\(digits.prefix(4))-\(digits.suffix(4))"
    }
}
