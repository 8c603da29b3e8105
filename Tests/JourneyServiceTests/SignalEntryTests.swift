import CommonModels
import JourneyDomain
import StorageKit
import SubjectKit
import TestFixtures
import Testing

@testable import JourneyService

@Suite("A journey that begins with a signal")
struct SignalEntryTests {
    private static func document(_ signal: String, reentry: String = "\"afterExit\"", subject: String = "Umbrella") -> String {
        """
        {"nodes": [
          {"id": "start", "type": "entry", "signal": \(signal), "reentry": \(reentry), "next": "mail"},
          {"id": "mail", "type": "message", "channel": "email", "purpose": "marketing", "inline": {"subject": "\(subject)", "text": "x"}, "next": "end"},
          {"id": "end", "type": "exit"}]}
        """
    }

    private static let rain =
        #"{"name": "Rain Started", "subject": {"type": "city"}, "where": [{"property": "mm", "atLeast": 10}], "trait": "city"}"#

    private func signal(
        _ world: JourneyWorld, _ number: Int, city: String = "seoul", name: String = "Rain Started", mm: Int64 = 12, ago: Duration = .zero
    ) -> CloudEvent {
        let now = world.time.clock.now()
        let digits = String(number)
        let signal = ExternalSignal(
            id: SignalID(trusted: "sig_" + String(repeating: "0", count: 26 - digits.count) + digits), messageId: "w\(number)",
            subject: SignalSubject(type: "city", id: city), name: name,
            properties: ["mm": .integer(mm)], time: now - ago, receivedAt: now, source: "weather")
        return CloudEvent(
            id: "1", type: FeedEventType.profileSignal, source: "/profile", time: now, subject: "city/\(city)", data: signal.json)
    }

    private func mailed(_ world: JourneyWorld) -> [String] { world.neighbours.mails.map(\.to).sorted() }

    @Test("lets in whom it concerns, each once, however often the feed tells it", arguments: TestEngine.available)
    func once(engine: TestEngine) async throws {
        try await JourneyWorld.run(on: engine) { world in
            try await world.publish(Self.document(Self.rain))
            _ = try await world.person(email: "a@x.org", traits: ["city": "seoul"])
            _ = try await world.person(email: "b@x.org", traits: ["city": ["busan", "seoul"]])
            _ = try await world.person(email: "c@x.org", traits: ["city": "busan", "note": "seoul"])
            _ = try await world.person(email: "d@x.org")
            for _ in 0..<3 { try await world.feed([signal(world, 1)]) }
            try await world.pass(.hours(1))
            #expect(mailed(world) == ["a@x.org", "b@x.org"])
            try await world.feed([signal(world, 1), signal(world, 2, mm: 3), signal(world, 3, name: "Snow Started")])
            try await world.pass(.hours(1))
            #expect(mailed(world).count == 2, "told again, too little rain, something else")
            // Whom both concern enters again once the first run has ended.
            try await world.feed([signal(world, 4)])
            try await world.pass(.hours(1))
            try await world.feed([signal(world, 5, city: "busan")])
            try await world.pass(.hours(1))
            #expect(mailed(world) == ["a@x.org", "a@x.org", "b@x.org", "b@x.org", "b@x.org", "c@x.org"].sorted())
            #expect(try await world.count("SELECT COUNT(*) AS n FROM journey_signal") == 0)
        }
    }

    @Test("concerns a segment, or those of it whose trait names the subject", arguments: TestEngine.available)
    func segments(engine: TestEngine) async throws {
        try await JourneyWorld.run(on: engine) { world in
            let segment = #""segment": "\#(Documents.segment)""#
            try await world.publish(
                Self.document(#"{"name": "Rain Started", "subject": {"type": "city", "id": "seoul"}, \#(segment)}"#, subject: "All"),
                key: "all")
            try await world.publish(
                Self.document(#"{"name": "Rain Started", "subject": {"type": "city"}, \#(segment), "trait": "city"}"#, subject: "Some"),
                key: "some")
            let here = try await world.person(email: "a@x.org", traits: ["city": "seoul"])
            let away = try await world.person(email: "b@x.org", traits: ["city": "busan"])
            _ = try await world.person(email: "c@x.org", traits: ["city": "seoul"])
            try await world.enter(here)
            try await world.enter(away)
            try await world.feed([signal(world, 1)])
            try await world.pass(.hours(1))
            let mails = world.neighbours.mails.map { "\($0.to) \($0.subject)" }.sorted()
            #expect(mails == ["a@x.org All", "a@x.org Some", "b@x.org All"])
            try await world.feed([signal(world, 2, city: "busan")])
            try await world.pass(.hours(1))
            #expect(world.neighbours.mails.count == 4, "the first is about Seoul alone")
        }
    }

    @Test("goes through everybody in steps, and a crash between two repeats nothing and skips nobody", arguments: TestEngine.available)
    func steps(engine: TestEngine) async throws {
        try await JourneyWorld.run(on: engine) { world in
            try await world.publish(Self.document(Self.rain))
            let now = world.time.clock.now()
            let people: [ProfileID] = (0..<4_500).map { _ in world.ids.next() }
            try await world.feed(people.map { FeedEvents.profile($0, traits: ["city": "seoul"], at: now) })
            try await world.feed([signal(world, 1)])
            #expect(try await world.engine.signalled.round())
            let first = try await world.count("SELECT COUNT(*) AS n FROM journey_run")
            #expect(first == 2_000)
            // Another process goes on where this one was.
            let other = try await JourneyWorld(world.database, neighbours: world.neighbours, time: world.time, ids: world.ids)
            while try await other.engine.signalled.round() {}
            #expect(try await world.count("SELECT COUNT(*) AS n FROM journey_run") == 4_500)
            #expect(try await world.count("SELECT COUNT(DISTINCT profile_id) AS n FROM journey_run") == 4_500)
        }
    }

    @Test("does not begin with old news, nor with what came before it was published", arguments: TestEngine.available)
    func late(engine: TestEngine) async throws {
        try await JourneyWorld.run(on: engine) { world in
            _ = try await world.person(traits: ["city": "seoul"])
            let before = signal(world, 1)
            world.time.advance(by: .minutes(1))
            try await world.publish(Self.document(Self.rain))
            try await world.feed([before, signal(world, 2, ago: .days(3))])
            try await world.pass(.hours(1))
            #expect(world.neighbours.mails.isEmpty)
        }
    }

    @Test("keeps the version a signal came to, and forgets what waits when it is paused", arguments: TestEngine.available)
    func edits(engine: TestEngine) async throws {
        try await JourneyWorld.run(on: engine) { world in
            let journey = try await world.publish(Self.document(Self.rain))
            _ = try await world.person(email: "a@x.org", traits: ["city": "seoul"])
            try await world.feed([signal(world, 1)])
            world.time.advance(by: .minutes(1))
            let draft = try JSONValue(parsing: Self.document(Self.rain, subject: "Second"))
            _ = try await world.engine.desk.edit(journey.id.rawValue, name: nil, draft: draft, expected: nil, by: JourneyWorld.actor)
            _ = try await world.engine.desk.publish(journey.id.rawValue, backfill: false, expected: nil, by: JourneyWorld.actor)
            try await world.pass(.hours(1))
            #expect(world.neighbours.mails.map(\.subject) == ["Umbrella"])
            try await world.feed([signal(world, 2)])
            _ = try await world.engine.desk.pause(journey.id.rawValue, by: JourneyWorld.actor)
            try await world.feed([signal(world, 3)])
            _ = try await world.engine.desk.resume(journey.id.rawValue, by: JourneyWorld.actor)
            try await world.pass(.hours(1))
            #expect(world.neighbours.mails.count == 1)
            let missed = try await world.count("SELECT n FROM journey_count WHERE counter = 'missedWhilePaused'")
            #expect(missed == 2)
            try await world.feed([signal(world, 4)])
            try await world.pass(.hours(1))
            #expect(world.neighbours.mails.map(\.subject) == ["Umbrella", "Second"])
        }
    }

    @Test("a policy that keeps the trait out of segments refuses publishing by name", arguments: TestEngine.available)
    func refused(engine: TestEngine) async throws {
        try await JourneyWorld.run(on: engine) { world in
            let health = Self.document(#"{"name": "Rain Started", "subject": {"type": "city"}, "trait": "health_status"}"#)
            let violation = await #expect(throws: PolicyViolation.self) { try await world.publish(health) }
            #expect(violation?.refusal.policy == "sensitive-never-used")
            #expect(violation?.refusal.field == DataField(.trait, "health_status"))
            let versions = try await world.count("SELECT COUNT(*) AS n FROM journey_version")
            #expect(versions == 0)
        }
    }

    @Test("a policy that comes later ends entering by the trait, and that is counted", arguments: TestEngine.available)
    func refusedLater(engine: TestEngine) async throws {
        try await JourneyWorld.run(on: engine) { world in
            try await world.publish(Self.document(Self.rain))
            _ = try await world.person(email: "a@x.org", traits: ["city": "seoul"])
            try await world.feed([signal(world, 1)])
            let label = try #require(DataField(text: "trait:city"))
            let book = PolicyBook(
                labels: [PolicyBook.Labelled(label, .sensitive)],
                policies: [DataPolicy(key: "no-cities", label: .sensitive, actions: [.segmentActivation], effect: .deny)])
            try await world.database.write { tx in try PolicyShelf.store(1, book, in: tx) }
            try await world.pass(.hours(1))
            #expect(world.neighbours.mails.isEmpty)
            #expect(try await world.count("SELECT n FROM journey_count WHERE counter = 'refusedSignals'") == 1)
            #expect(try await world.count("SELECT COUNT(*) AS n FROM journey_signal") == 0)
        }
    }

    @Test("past as many waiting signals as it takes, the others are counted as lost")
    func full() async throws {
        try await JourneyWorld.run { world in
            try await world.publish(Self.document(Self.rain))
            try await world.feed((0..<SignalQueue.waitingMax + 5).map { signal(world, $0) })
            #expect(try await world.count("SELECT COUNT(*) AS n FROM journey_signal") == Int64(SignalQueue.waitingMax))
            #expect(try await world.count("SELECT n FROM journey_count WHERE counter = 'lostSignals'") == 5)
            #expect(try await world.count("SELECT COUNT(*) AS n FROM journey_count WHERE counter = 'missedWhilePaused'") == 0)
        }
    }

    @Test("asks for signals and people along an index", arguments: TestEngine.available)
    func plans(engine: TestEngine) async throws {
        try await engine.withDatabase(JourneyWorld.migrations) { database in
            for (sql, values) in [(SignalQueue.nextSQL(database.engine), []), (SignalWorker.peopleSQL(database.engine), ["p", 10, "x"])]
                as [(String, [any SQLBindable])]
            {
                let plan = try await database.queryPlan(sql, values)
                #expect(QueryPlan.fullScans(plan, on: database.engine).filter { $0 != "journey" } == [], "\(plan)")
            }
        }
    }
}
