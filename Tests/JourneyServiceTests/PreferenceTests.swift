import CommonModels
import JourneyDomain
import JourneyService
import TestFixtures
import Testing

@Suite("What people prefer and what holds where they were not asked")
struct PreferenceTests {
    private func policy(_ standing: ConsentDefault, at now: Instant) -> CloudEvent {
        let region = ConsentRegion(key: "us", nameKo: "미국", nameEn: "US", countries: Set(["US"].compactMap { Country(rawValue: $0) }))
        let policy = ConsentPolicy(
            version: 1, since: now, regions: [region],
            rules: [ConsentPolicy.Rule(region: "us", purpose: .marketing, channel: .all, standing: standing)])
        return CloudEvent(
            id: "1", type: FeedEventType.consentPolicy, source: "/profile", time: now, subject: "consent-policy", data: policy.json)
    }

    @Test("a message outside a person's hours waits until they begin, with the reason in the trace")
    func hours() async throws {
        try await JourneyWorld.run { world in
            try await world.publish(Documents.welcome())
            // Entered at noon in Seoul, due at two in the afternoon.
            let evening = try await world.person(email: "evening@example.org", traits: ["contact_hours": "18:00-20:00"])
            let noon = try await world.person(email: "noon@example.org", traits: ["contact_hours": "12:00-15:00"])
            for id in [evening, noon] { try await world.enter(id) }
            try await world.pass(.hours(3))
            #expect(world.neighbours.mails.map(\.to) == ["noon@example.org"])
            #expect(try await world.outcomes(evening).contains("mail postponed outsidePreferredHours"))
            try await world.pass(.hours(3))
            #expect(world.neighbours.mails.map(\.to) == ["noon@example.org", "evening@example.org"])
            #expect(
                try await world.outcomes(evening).filter { $0.hasPrefix("mail") } == ["mail postponed outsidePreferredHours", "mail sent"])
        }
    }

    @Test("hours are those of the person's own clock")
    func zone() async throws {
        try await JourneyWorld.run { world in
            try await world.publish(Documents.welcome())
            let traits: [String: JSONValue] = ["contact_hours": "09:00-18:00", "timezone": "Europe/Berlin"]
            try await world.enter(try await world.person(traits: traits))
            // Two in the afternoon in Seoul is seven in the morning in Berlin.
            try await world.pass(.minutes(239))
            #expect(world.neighbours.mails.isEmpty)
            try await world.pass(.minutes(2))
            #expect(world.neighbours.mails.count == 1)
        }
    }

    @Test("consent withdrawn while a message waits for its hour keeps it back for good")
    func withdrawnMeanwhile() async throws {
        try await JourneyWorld.run { world in
            try await world.publish(Documents.welcome())
            let id = try await world.person(traits: ["contact_hours": "18:00-20:00"])
            try await world.enter(id)
            try await world.pass(.hours(3))
            let refusal = FeedEvents.profile(id, consents: [("marketing", "all", "withdrawn")], at: world.time.clock.now())
            try await world.feed([refusal])
            try await world.pass(.hours(4))
            #expect(world.neighbours.mails.isEmpty)
            #expect(try await world.outcomes(id).contains("mail held consentWithdrawn"))
        }
    }

    @Test("a channel the person did not choose is held, one they chose is not")
    func channels() async throws {
        try await JourneyWorld.run { world in
            try await world.publish(Documents.welcome())
            let id = try await world.person(traits: ["contact_channels": ["inApp", "push"]])
            try await world.enter(id)
            try await world.pass(.days(2))
            #expect(world.neighbours.mails.isEmpty)
            let outcomes = try await world.outcomes(id)
            #expect(outcomes.contains("mail held channelNotPreferred") && outcomes.contains("note sent"))
        }
    }

    @Test("the region's default lets a message pass to who was never asked, and to nobody who refused or has yet to confirm")
    func regions() async throws {
        try await JourneyWorld.run { world in
            try await world.publish(Documents.welcome())
            let now = world.time.clock.now()
            try await world.feed([policy(.optOut, at: now)])
            func resident(_ country: String, _ email: String, _ consents: [(String, String, String)] = []) async throws -> ProfileID {
                let id: ProfileID = world.ids.next()
                try await world.feed([
                    FeedEvents.profile(id, traits: ["country": .string(country)], email: email, consents: consents, at: now)
                ])
                try await world.enter(id)
                return id
            }
            _ = try await resident("US", "us@example.org")
            let korean = try await resident("KR", "kr@example.org")
            let refusing = try await resident("US", "no@example.org", [("marketing", "email", "denied")])
            let pending = try await resident("US", "wait@example.org", [("marketing", "email", "pending")])
            try await world.pass(.hours(3))
            #expect(world.neighbours.mails.map(\.to) == ["us@example.org"])
            #expect(try await world.outcomes(korean).contains("mail held consentMissing"))
            #expect(try await world.outcomes(refusing).contains("mail held consentDenied"))
            #expect(try await world.outcomes(pending).contains("mail held consentPending"))
        }
    }
}
