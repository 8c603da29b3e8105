/// The identity rules as the README says them, over numbered people and a list of who has which value. It shares nothing
/// with the graph: no indexes, no merging of ids, no transactions.
struct IdentityModel {
    /// `namespace:value` → person.
    private(set) var owners: [String: Int] = [:]
    /// message → person.
    private(set) var events: [String: Int] = [:]
    private(set) var joins = 0
    private(set) var switches = 0
    private(set) var conflicts = 0
    private var people = 0

    func isKnown(_ person: Int) -> Bool { owners.contains { $0.value == person && $0.key.hasPrefix("userId:") } }

    mutating func apply(_ call: IdentityHistory.Call) {
        let user = call.user.map { "userId:\($0)" }
        let device = call.device.map { "anonymousId:\($0)" }
        let email = call.email.map { "email:\($0.lowercased())" }
        let phone = call.phone.map { "phone:+82\($0.filter(\.isNumber).dropFirst())" }
        let old = call.previous.map { ["anonymousId:\($0)", "userId:\($0)"] } ?? []
        let who = owner(user, device, [email, phone].compactMap(\.self), old)
        if let user { owners[user] = who }
        if !old.isEmpty {
            let named = old.filter { owners[$0] != nil }
            for key in named { join(owners[key], into: who) }
            if named.isEmpty { owners[old[0]] = who }
        }
        for address in [email, phone].compactMap(\.self) {
            let other = owners[address]
            if let other, other != who, isKnown(other) {
                conflicts += 1
            } else {
                join(other, into: who)
                owners[address] = who
            }
        }
        if let device {
            if let other = owners[device], other != who {
                if isKnown(other) { switches += 1 } else { join(other, into: who) }
            }
            owners[device] = who
        }
        events[call.message] = who
    }

    /// Whose a call is before anything is linked.
    private mutating func owner(_ user: String?, _ device: String?, _ addresses: [String], _ old: [String]) -> Int {
        if let user {
            if let person = owners[user] { return person }
            for key in addresses + [device].compactMap(\.self) { if let person = owners[key], !isKnown(person) { return person } }
            for key in old { if let person = owners[key] { return person } }
        } else {
            if let device, let person = owners[device], isKnown(person) { return person }
            for key in addresses { if let person = owners[key], isKnown(person) { return person } }
            for key in addresses + [device].compactMap(\.self) { if let person = owners[key] { return person } }
        }
        people += 1
        return people
    }

    private mutating func join(_ loser: Int?, into winner: Int) {
        guard let loser, loser != winner else { return }
        joins += 1
        for (key, person) in owners where person == loser { owners[key] = winner }
        for (message, person) in events where person == loser { events[message] = winner }
    }
}
