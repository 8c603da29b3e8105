import CommonModels
import ProfileDomain
import Testing

@Suite("Identity rules")
struct IdentityRulesTests {
    private let ids = IDGenerator.sequential()

    private func graph(_ changes: (inout [NamespaceDefinition]) -> Void) -> IdentityGraph {
        var definitions = NamespaceDefinition.builtIn
        changes(&definitions)
        return IdentityGraph(rules: IdentityRules(version: 1, definitions: definitions, junk: JunkIdentities(JunkIdentities.builtIn)))
    }

    private func resolve(
        _ graph: inout IdentityGraph, user: String? = nil, device: String? = nil, traits: JSONObject = [:],
        context: [(namespace: IdentityNamespace, value: String)] = [], at second: Int64 = 0
    ) -> IdentityResolution {
        let claims = IdentityClaims(userId: user, anonymousId: device, traits: traits, context: context, rules: graph.rules)
        return graph.resolve(claims, at: Instant(secondsSince1970: second), newID: { ids.next() })
    }

    @Test("identities come from ids, from traits that namespaces name, and from the context")
    func sources() {
        let claims = IdentityClaims(
            userId: "u1", anonymousId: "d1", traits: ["email": "A@x.kr", "phone": "010-1234-5670", "loyaltyId": 77, "name": "Kim"],
            context: ContextIdentities.read(
                """
                {"device":{"id":"dev-1"},"externalIds":[{"id":"L-1","type":"crmId","collection":"users","encoding":"none"},
                {"id":"b@x.kr","type":"email","collection":"users","encoding":"none"},
                {"id":"acme","type":"email","collection":"accounts","encoding":"none"},{"id":"9f86d0","type":"phone","encoding":"sha256"}]}
                """), rules: .builtIn)
        #expect(
            claims.keys.map(\.text) == [
                "userId:u1", "loyaltyId:77", "email:a@x.kr", "email:b@x.kr", "phone:+821012345670", "deviceId:dev-1", "anonymousId:d1",
            ])
    }

    @Test("a context that names nobody is not parsed")
    func plainContext() {
        #expect(ContextIdentities.read(#"{"library":{"name":"analytics.js"},"page":{"path":"/device"}}"#).isEmpty)
        #expect(ContextIdentities.read("{}").isEmpty)
    }

    @Test("a value that is none is refused with the reason and links nothing")
    func refusals() {
        let claims = IdentityClaims(
            userId: "null", anonymousId: "d1", traits: ["email": "no address", "phone": "call me", "loyaltyId": " "], rules: .builtIn)
        #expect(claims.keys.map(\.text) == ["anonymousId:d1"])
        #expect(claims.refused.map(\.reason.code).sorted() == ["empty", "junk", "not-an-address", "phone-letters"])
    }

    @Test("a custom normalization takes characters out and checks what is left")
    func custom() throws {
        let custom = CustomNormalization(isLowercased: true, removed: "- ", digitsOnly: false, lengthMin: 4, lengthMax: 8)
        let normalization = IdentityNormalization.custom(custom)
        #expect(try normalization.normalized(" AB-12 cd ") == "ab12cd")
        #expect(throws: IdentityRefusal.wrongLength) { try normalization.normalized("a-b") }
        let digits = IdentityNormalization.custom(
            CustomNormalization(isLowercased: false, removed: "-", digitsOnly: true, lengthMin: 1, lengthMax: 20))
        #expect(throws: IdentityRefusal.notDigits) { try digits.normalized("12-3a") }
    }

    @Test("one call that states a member number and a loyalty number of two profiles makes them one")
    func sameIdentity() {
        var graph = graph { _ in }
        let shop = resolve(&graph, device: "till", traits: ["loyaltyId": "L1"])
        let web = resolve(&graph, user: "u1")
        let both = resolve(&graph, user: "u1", traits: ["loyaltyId": "L1"])
        #expect(both.profileId == web.profileId)
        #expect(both.merged.map(\.merged) == [shop.profileId] && both.merged.first?.reason == .sameIdentity)
    }

    @Test("two profiles with different member numbers stay two, whatever else they share")
    func contradiction() {
        var graph = graph { _ in }
        let first = resolve(&graph, user: "u1", traits: ["loyaltyId": "L1"])
        let second = resolve(&graph, user: "u2", traits: ["loyaltyId": "L1"])
        #expect(first.profileId != second.profileId && second.merged.isEmpty)
        #expect(
            second.conflicts == [IdentityConflict(key: IdentityKey(trusted: .loyaltyId, "L1"), owner: first.profileId, reason: .knownOwner)]
        )
    }

    @Test("of several owners the one of the strongest namespace goes on")
    func priority() {
        for emailIsStronger in [true, false] {
            var graph = graph { definitions in
                for index in definitions.indices where definitions[index].namespace == .phone {
                    definitions[index].priority = emailIsStronger ? 40 : 5
                }
            }
            let byEmail = resolve(&graph, device: "d1", traits: ["email": "a@x.kr"])
            let byPhone = resolve(&graph, device: "d2", traits: ["phone": "010-1234-5670"])
            let both = resolve(&graph, device: "d3", traits: ["email": "a@x.kr", "phone": "010-1234-5670"])
            #expect(both.profileId == (emailIsStronger ? byEmail : byPhone).profileId)
            #expect(both.merged.count == 1)
        }
    }

    @Test("a profile takes no more values than it may: the oldest is let go, or the newest refused")
    func limits() {
        var graph = graph { definitions in
            for index in definitions.indices {
                if definitions[index].namespace == .userId { definitions[index].valuesMax = 1 }
                if definitions[index].namespace == .anonymousId { definitions[index].valuesMax = 2 }
            }
        }
        _ = resolve(&graph, user: "u1", device: "d1")
        #expect(resolve(&graph, user: "u1", device: "d2").overfull.isEmpty)
        #expect(resolve(&graph, user: "u1", device: "d3").overfull == [.anonymousId])
        let claims = IdentityClaims(userId: "u9", anonymousId: nil, previousId: "u1", rules: graph.rules)
        let alias = graph.resolve(claims, at: .epoch, newID: { ids.next() })
        #expect(alias.conflicts.map(\.reason) == [.limit], "a second user id is one too many")
    }

    @Test("a merge that would bring too many is not made")
    func limitsOfMerges() {
        var graph = graph { definitions in
            for index in definitions.indices where definitions[index].namespace == .email {
                definitions[index].valuesMax = 1
                definitions[index].overflow = .refuseNewest
            }
        }
        let kim = resolve(&graph, user: "u1", traits: ["email": "a@x.kr"])
        let visitor = resolve(&graph, device: "d1", traits: ["email": "b@x.kr"])
        let signIn = resolve(&graph, user: "u1", device: "d1")
        #expect(signIn.profileId == kim.profileId && signIn.merged.isEmpty && graph.survivor(of: visitor.profileId) == visitor.profileId)
        #expect(signIn.conflicts.map(\.reason) == [.limit])
    }

    @Test("a value that too many state within the days is nobody's from then on; over a longer time it stays")
    func quarantine() {
        for isFast in [true, false] {
            var graph = graph { definitions in
                for index in definitions.indices where definitions[index].namespace == .email {
                    definitions[index].quarantine = QuarantineRule(profiles: 3, days: 1)
                }
            }
            var last: IdentityResolution?
            for number in 0..<5 {
                let second = Int64(number) * (isFast ? 60 : 86_400)
                last = resolve(&graph, user: "u\(number)", traits: ["email": "office@x.kr"], at: second)
            }
            let office = IdentityKey(trusted: .email, "office@x.kr")
            #expect((graph.owner(of: office) == nil) == isFast)
            #expect(last?.conflicts.isEmpty == isFast, "nobody has it any more, so nothing conflicts")
        }
    }

    @Test("the same person with many devices never puts their own address in quarantine")
    func loyalCustomer() {
        var graph = graph { _ in }
        for number in 0..<60 { _ = resolve(&graph, user: "u1", device: "d\(number)", traits: ["email": "kim@x.kr"], at: Int64(number)) }
        #expect(graph.owner(of: IdentityKey(trusted: .email, "kim@x.kr")) != nil)
    }

    @Test("an alias of an id nobody has used yet is kept: what comes later under it finds its way")
    func earlyAlias() {
        var graph = graph { _ in }
        let claims = IdentityClaims(userId: "u1", anonymousId: nil, previousId: "d9", rules: graph.rules)
        let member = graph.resolve(claims, at: .epoch, newID: { ids.next() })
        #expect(member.linked.map(\.text) == ["userId:u1", "anonymousId:d9"])
        #expect(resolve(&graph, device: "d9").profileId == member.profileId)
    }
}
