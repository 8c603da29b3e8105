import CommonModels
import ProfileDomain
import Testing

@Suite("Identity graph")
struct IdentityGraphTests {
    private let ids = IDGenerator.sequential()

    private func resolve(
        _ graph: inout IdentityGraph, user: String? = nil, device: String? = nil, email: String? = nil, previous: String? = nil
    ) -> IdentityResolution {
        graph.resolve(
            IdentityClaims(
                userId: user, anonymousId: device, previousId: previous, traits: email.map { ["email": .string($0)] }, rules: .builtIn),
            at: .epoch, newID: { ids.next() })
    }

    @Test("an anonymous visitor who signs in stays the same person")
    func signIn() {
        var graph = IdentityGraph()
        let visitor = resolve(&graph, device: "d1")
        let member = resolve(&graph, user: "u1", device: "d1")
        #expect(member.profileId == visitor.profileId)
        #expect(member.merged.isEmpty)
    }

    @Test("an anonymous visitor who signs in as a member known elsewhere is merged into the member")
    func mergeOnSignIn() {
        var graph = IdentityGraph()
        let member = resolve(&graph, user: "u1", device: "d1")
        let visitor = resolve(&graph, device: "d2")
        let signedIn = resolve(&graph, user: "u1", device: "d2")
        #expect(signedIn.profileId == member.profileId)
        #expect(signedIn.merged.map(\.merged) == [visitor.profileId])
        #expect(graph.survivor(of: visitor.profileId) == member.profileId)
    }

    @Test("a switch on a shared device does not merge two people")
    func sharedDevice() {
        var graph = IdentityGraph()
        let first = resolve(&graph, user: "u1", device: "tablet")
        let second = resolve(&graph, user: "u2", device: "tablet")
        #expect(first.profileId != second.profileId)
        #expect(second.merged.isEmpty)
        #expect(second.switchedFrom == first.profileId)
        #expect(resolve(&graph, device: "tablet").profileId == second.profileId)
        #expect(resolve(&graph, user: "u1").profileId == first.profileId)
    }

    @Test("an e-mail address of another known person stays with them and is reported")
    func emailConflict() {
        var graph = IdentityGraph()
        let first = resolve(&graph, user: "u1", email: "A@x.kr ")
        let second = resolve(&graph, user: "u2", email: "a@x.kr")
        #expect(first.profileId != second.profileId)
        #expect(second.conflicts.map(\.key.value) == ["a@x.kr"])
    }

    @Test("a subscriber known by e-mail alone becomes the member who gives that address")
    func subscriber() {
        var graph = IdentityGraph()
        let subscriber = resolve(&graph, device: "d1", email: "a@x.kr")
        let member = resolve(&graph, user: "u1", device: "d2", email: "a@x.kr")
        #expect(member.profileId == subscriber.profileId)
    }

    @Test("junk values never join two people", arguments: ["test@test.com", "TEST@test.com ", "not an address"])
    func junk(_ email: String) {
        var graph = IdentityGraph()
        #expect(resolve(&graph, device: "d1", email: email).profileId != resolve(&graph, device: "d2", email: email).profileId)
    }

    @Test("alias makes two ids one person and says so")
    func alias() {
        var graph = IdentityGraph()
        let old = resolve(&graph, user: "old")
        let new = resolve(&graph, user: "new", previous: "old")
        #expect(new.profileId == old.profileId || new.merged.map(\.merged) == [old.profileId])
        #expect(resolve(&graph, user: "old").profileId == resolve(&graph, user: "new").profileId)
    }

    @Test("random histories agree with a model that keeps lists", arguments: 0..<400 as Range<UInt64>)
    func simulation(_ seed: UInt64) {
        var random = SeededRandom(seed: seed)
        var graph = IdentityGraph()
        var model = IdentityModel()
        for step in 0..<60 {
            let user = Bool.random(using: &random) ? "u\(Int.random(in: 0..<4, using: &random))" : nil
            let device = user == nil || Bool.random(using: &random) ? "d\(Int.random(in: 0..<5, using: &random))" : nil
            let email = Int.random(in: 0..<4, using: &random) == 0 ? "e\(Int.random(in: 0..<4, using: &random))@x.kr" : nil
            let resolved = resolve(&graph, user: user, device: device, email: email)
            model.apply(user: user, device: device, email: email)
            for (key, person) in model.owners {
                let owner = graph.owner(of: key)
                for (other, otherPerson) in model.owners where other < key {
                    #expect(
                        (person == otherPerson) == (owner == graph.owner(of: other)),
                        "seed \(seed) step \(step): \(key) and \(other) after \(user ?? "-") \(device ?? "-") \(email ?? "-")")
                }
            }
            #expect(graph.nodes[resolved.profileId] != nil)
        }
    }
}

/// The identity rules in their plainest form: numbered people and a list of who owns which key.
private struct IdentityModel {
    var owners: [IdentityKey: Int] = [:]
    private var people = 0

    private func isKnown(_ person: Int) -> Bool { owners.contains { $0.value == person && $0.key.namespace == .userId } }

    private mutating func join(_ loser: Int, _ winner: Int) {
        for (key, person) in owners where person == loser { owners[key] = winner }
    }

    mutating func apply(user: String?, device: String?, email: String?) {
        let userKey = user.flatMap { IdentityRules.builtIn.key(.userId, $0) }
        let deviceKey = device.flatMap { IdentityRules.builtIn.key(.anonymousId, $0) }
        let emailKey = email.flatMap { IdentityRules.builtIn.key(.email, $0) }
        let byUser = userKey.flatMap { owners[$0] }
        let byDevice = deviceKey.flatMap { owners[$0] }
        let byEmail = emailKey.flatMap { owners[$0] }
        let person: Int
        if userKey != nil {
            person = byUser ?? [byDevice, byEmail].compactMap(\.self).first { !isKnown($0) } ?? newPerson()
        } else if let byDevice, let byEmail, !isKnown(byDevice) {
            person = byEmail
        } else {
            person = byDevice ?? byEmail ?? newPerson()
        }
        if let userKey { owners[userKey] = person }
        if let deviceKey {
            if let byDevice, byDevice != person, !isKnown(byDevice) { join(byDevice, person) }
            owners[deviceKey] = person
        }
        if let emailKey {
            if let holder = owners[emailKey], holder != person {
                if !isKnown(holder) { join(holder, person) }
            } else {
                owners[emailKey] = person
            }
        }
    }

    private mutating func newPerson() -> Int {
        people += 1
        return people
    }
}
