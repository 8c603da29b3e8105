import CommonModels
import JourneyDomain
import JourneyService
import StorageKit
import TestFixtures
import Testing

@Suite("A journey")
struct JourneyFlowTests {
    @Test("takes a person from entry to exit, one mail and one note on the way", arguments: TestEngine.available)
    func wholeWay(engine: TestEngine) async throws {
        try await JourneyWorld.run(on: engine) { world in
            try await world.publish(Documents.welcome())
            let id = try await world.person()
            try await world.enter(id)
            try await world.pass(.hours(1))
            #expect(world.neighbours.mails.isEmpty)
            try await world.pass(.hours(1))
            #expect(world.neighbours.mails.map(\.to) == ["kim@example.org"])
            try await world.pass(.days(1))
            #expect(
                try await world.outcomes(id) == [
                    "start entered", "pause waiting", "mail sent", "day waiting", "note sent", "end exited completed",
                ])
            #expect(try await world.count("SELECT COUNT(*) AS n FROM journey_inbox") == 1)
            _ = try await world.engine.facts.round()
            let told = world.neighbours.facts.filter { $0.body["event"] == "Message Sent" }.map {
                $0.body["properties"]?["channel"]?.stringValue
            }
            #expect(told == ["email", "inApp"])
        }
    }

    @Test("starts one run however often the feed tells the same entry", arguments: TestEngine.available)
    func repeatedEntry(engine: TestEngine) async throws {
        try await JourneyWorld.run(on: engine) { world in
            try await world.publish(Documents.welcome(reentry: "\"afterExit\""))
            let id = try await world.person()
            for _ in 0..<3 { try await world.enter(id) }
            try await world.pass(.days(2))
            try await world.enter(id)
            try await world.pass(.days(2))
            #expect(world.neighbours.mails.count == 1)
            try await world.enter(id, feedID: "2")
            try await world.pass(.days(2))
            #expect(world.neighbours.mails.count == 2)
        }
    }

    @Test(
        "records why a message was held, and goes on",
        arguments: [
            ("kim@example.org", "withdrawn", "consentWithdrawn"), ("kim@example.org", "denied", "consentDenied"),
            ("not an address", "granted", "addressInvalid"),
        ])
    func held(email: String, consent: String, reason: String) async throws {
        try await JourneyWorld.run { world in
            try await world.publish(Documents.welcome())
            let id = try await world.person(email: email, consent: consent)
            try await world.enter(id)
            try await world.pass(.days(2))
            #expect(world.neighbours.mails.isEmpty)
            #expect(try await world.outcomes(id).contains("mail held \(reason)"))
            #expect(try await world.outcomes(id).last == "end exited completed")
            _ = try await world.engine.facts.round()
            #expect(
                world.neighbours.facts.contains {
                    $0.body["event"] == "Message Held" && $0.body["properties"]?["reason"]?.stringValue == reason
                })
        }
    }

    @Test("sends nothing to somebody without an address, and nothing without consent on record")
    func missing() async throws {
        try await JourneyWorld.run { world in
            try await world.publish(Documents.welcome())
            let nobody = try await world.person(email: nil)
            let unknown: ProfileID = world.ids.next()
            try await world.feed([FeedEvents.profile(unknown, email: "lee@example.org", at: world.time.clock.now())])
            try await world.enter(nobody)
            try await world.enter(unknown)
            try await world.pass(.days(2))
            #expect(world.neighbours.mails.isEmpty)
            #expect(try await world.outcomes(nobody).contains("mail held addressMissing"))
            #expect(try await world.outcomes(unknown).contains("mail held consentMissing"))
        }
    }

    @Test("holds people of the global holdout back and tells Profile which arm they are in")
    func holdout() async throws {
        try await JourneyWorld.run(holdoutShare: 0.5) { world in
            try await world.publish(Documents.welcome())
            var people: [ProfileID] = []
            for number in 0..<40 {
                people.append(try await world.person(email: "p\(number)@example.org"))
            }
            for id in people { try await world.enter(id) }
            try await world.pass(.hours(3))
            let held = try await world.count(
                "SELECT n FROM journey_count WHERE node_id = 'mail' AND counter = 'held' AND reason = 'holdout'")
            #expect(held > 8 && held < 32)
            #expect(Int64(world.neighbours.mails.count) == 40 - held)
            _ = try await world.engine.facts.round()
            let arms = world.neighbours.facts.filter { $0.body["event"] == "Experiment Viewed" }
            #expect(arms.count == 40)
            #expect(arms.filter { $0.body["properties"]?["variation_id"] == "holdout" }.count == Int(held))
        }
    }

    @Test("waits for ten in the morning of the person's own clock, and again when they move")
    func localTime() async throws {
        try await JourneyWorld.run { world in
            try await world.publish(Documents.morning)
            let seoul = try await world.person(email: "seoul@example.org")
            let berlin = try await world.person(email: "berlin@example.org", traits: ["timezone": "Europe/Berlin"])
            let moving = try await world.person(email: "moving@example.org", traits: ["timezone": "Europe/Berlin"])
            for id in [seoul, berlin, moving] { try await world.enter(id) }
            try await world.engine.settle()
            // 2026-09-17 12:00 in Seoul; in Berlin it is 05:00.
            let due = { (id: ProfileID) in try await world.traces(id).first?.run.due?.rfc3339 }
            #expect(try await due(seoul) == "2026-09-18T01:00:00Z")
            #expect(try await due(berlin) == "2026-09-17T08:00:00Z")
            try await world.feed([FeedEvents.profile(moving, traits: ["timezone": "America/New_York"], at: world.time.clock.now())])
            #expect(try await due(moving) == "2026-09-17T14:00:00Z")
            try await world.feed([FeedEvents.profile(moving, traits: ["timezone": "nowhere"], at: world.time.clock.now())])
            #expect(try await due(moving) == "2026-09-18T01:00:00Z")
            #expect(try await world.outcomes(moving).contains("morning waiting timezone:serviceForUnreadableTrait"))
        }
    }

    @Test("asks for a decision once per step, sends the offer, or takes the other way")
    func decision() async throws {
        try await JourneyWorld.run { world in
            try await world.publish(Documents.cart, key: "cart")
            world.neighbours.answerDecisions(.unavailable)
            let id = try await world.person(traits: ["country": "KR"])
            try await world.feed([
                FeedEvents.track(id, "Cart Abandoned", ["total": 80], event: world.ids.next(), at: world.time.clock.now())
            ])
            try await world.pass(.seconds(3_610))
            #expect(world.neighbours.mails.isEmpty)
            world.neighbours.answerDecisions(.offer(["key": "tea"]))
            try await world.pass(.hours(1))
            #expect(world.neighbours.mails.map(\.subject) == ["cart-offer ko"])
            #expect(Set(world.neighbours.decisionKeys).count == 1)
            world.neighbours.answerDecisions(.none(reason: "holdout", isHoldout: true))
            let other = try await world.person(email: "lee@example.org", traits: ["country": "KR"])
            try await world.feed([
                FeedEvents.track(other, "Cart Abandoned", ["total": 80], event: world.ids.next(), at: world.time.clock.now())
            ])
            try await world.pass(.hours(2))
            #expect(world.neighbours.calls.count == 1)
            #expect(
                try await world.traces(other).first?.steps.contains { $0.nodeID.rawValue == "offer" && $0.reason == "holdout" } ?? false)
        }
    }

    @Test("tells with every question how far it has read the feeds, also when it asks again", arguments: TestEngine.available)
    func decisionKnowsAsMuch(engine: TestEngine) async throws {
        try await JourneyWorld.run(on: engine) { world in
            try await world.publish(Documents.cart, key: "cart")
            world.neighbours.answerDecisions(.unavailable)
            let id = try await world.person(traits: ["country": "KR"])
            try await world.feed([
                FeedEvents.track(id, "Cart Abandoned", ["total": 80], event: world.ids.next(), at: world.time.clock.now())
            ])
            try await world.read("journey-profile", to: 41)
            try await world.pass(.hours(1))
            try await world.read("journey-segment", to: 7)
            world.neighbours.answerDecisions(.offer(["key": "tea"]))
            try await world.pass(.hours(1))
            #expect(
                world.neighbours.feedsSeen == [
                    FeedPositions([.profile: 41, .segment: 0]), FeedPositions([.profile: 41, .segment: 7]),
                ])
            #expect(Set(world.neighbours.decisionKeys).count == 1)
        }
    }

    @Test("is not entered by history: imported events of last year start nothing, also after publishing")
    func bulkImport() async throws {
        try await JourneyWorld.run { world in
            try await world.publish(Documents.cart, key: "cart")
            let id = try await world.person()
            let now = world.time.clock.now()
            try await world.feed(
                (1...200).map { day in
                    FeedEvents.track(
                        id, "Cart Abandoned", ["total": 80], event: world.ids.next(), at: now - .days(Int64(day) + 2),
                        received: now + .seconds(1))
                })
            #expect(try await world.traces(id).isEmpty)
        }
    }

    @Test("keeps people inside on their version when another is published")
    func liveEdit() async throws {
        try await JourneyWorld.run { world in
            let journey = try await world.publish(Documents.welcome(subject: "Old"))
            let early = try await world.person(email: "early@example.org")
            let late = try await world.person(email: "late@example.org")
            try await world.enter(early)
            _ = try await world.engine.desk.edit(
                journey.id.rawValue, name: nil, draft: try JSONValue(parsing: Documents.welcome(subject: "New")), expected: nil,
                by: JourneyWorld.actor)
            let published = try await world.engine.desk.publish(journey.id.rawValue, backfill: false, expected: nil, by: JourneyWorld.actor)
            #expect(published.liveVersion == 2)
            try await world.enter(late, feedID: "2")
            try await world.pass(.hours(3))
            #expect(Set(world.neighbours.mails.map { "\($0.to) \($0.subject)" }) == ["early@example.org Old", "late@example.org New"])
        }
    }

    @Test("lets everybody in the segment enter when publishing asks for it, once each", arguments: TestEngine.available)
    func backfill(engine: TestEngine) async throws {
        try await JourneyWorld.run(on: engine) { world in
            for number in 0..<30 {
                let id = try await world.person(email: "p\(number)@example.org")
                try await world.enter(id, feedID: "\(number)")
            }
            let journey = try await world.publish(Documents.welcome(), backfill: true)
            try await world.pass(.hours(3))
            #expect(world.neighbours.mails.count == 30)
            _ = try await world.engine.desk.publish(journey.id.rawValue, backfill: true, expected: nil, by: JourneyWorld.actor)
            try await world.pass(.days(3))
            #expect(world.neighbours.mails.count == 30)
        }
    }

    @Test("stands still while paused, and counts whom it missed")
    func pause() async throws {
        try await JourneyWorld.run { world in
            let journey = try await world.publish(Documents.welcome())
            let id = try await world.person()
            try await world.enter(id)
            _ = try await world.engine.desk.pause(journey.id.rawValue, by: JourneyWorld.actor)
            let missed = try await world.person(email: "lee@example.org")
            try await world.enter(missed, feedID: "2")
            try await world.pass(.days(3))
            #expect(world.neighbours.mails.isEmpty)
            #expect(try await world.count("SELECT n FROM journey_count WHERE counter = 'missedWhilePaused'") == 1)
            _ = try await world.engine.desk.resume(journey.id.rawValue, by: JourneyWorld.actor)
            try await world.pass(.days(2))
            #expect(world.neighbours.mails.map(\.to) == ["kim@example.org"])
        }
    }

    @Test("lets everybody out in bounded steps when it is archived, and nobody moves on meanwhile", arguments: TestEngine.available)
    func archiveSteps(engine: TestEngine) async throws {
        try await JourneyWorld.run(on: engine) { world in
            let journey = try await world.publish(Documents.welcome())
            let people = ArchiveWorker.batchMax + 1
            for _ in 0..<people { try await world.enter(try await world.person()) }
            try await world.engine.settle()
            _ = try await world.engine.desk.archive(journey.id.rawValue, by: JourneyWorld.actor)
            world.time.advance(by: .hours(3))
            // A replica that has not heard of it does nothing for them.
            #expect(try await !world.engine.runs.round().hasMore)
            let inside = "SELECT COUNT(*) AS n FROM journey_run WHERE finished_at IS NULL"
            #expect(try await world.count(inside) == Int64(people))
            #expect(try await world.engine.archives.round())
            #expect(try await world.count(inside) == 1)
            #expect(try await world.engine.archives.round())
            #expect(try await !world.engine.archives.round())
            #expect(try await world.count("SELECT COUNT(*) AS n FROM journey_run WHERE outcome = 'archived'") == Int64(people))
            #expect(world.neighbours.mails.isEmpty)
        }
    }

    @Test("ends for everybody when it is archived")
    func archive() async throws {
        try await JourneyWorld.run { world in
            let journey = try await world.publish(Documents.welcome())
            let id = try await world.person()
            try await world.enter(id)
            _ = try await world.engine.desk.archive(journey.id.rawValue, by: JourneyWorld.actor)
            try await world.pass(.days(3))
            #expect(world.neighbours.mails.isEmpty)
            #expect(try await world.traces(id).first?.run.outcome == .archived)
        }
    }
}
