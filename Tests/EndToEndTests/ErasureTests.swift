import CommonModels
import NIOHTTP1
import TestFixtures
import Testing

@Suite("A person who asks to be erased", .serialized)
struct ErasureTests {
    static let email = "jieun.seo.erase@naver.example"
    static let name = "서지은이라는이름"
    static let device = "device-of-the-erased-1"

    /// Somebody outside the global holdout, who would get no offer.
    static var user: String {
        var suffix = 0
        while GlobalHoldout.contains(unit: "erase-me-\(suffix)") { suffix += 1 }
        return "erase-me-\(suffix)"
    }

    @Test("is gone from six running services and from their files, and each has said so with counts")
    func erase() async throws {
        try await TestFolder.with { folder in
            let fleet = try ServiceFleet(folder: folder)
            try await fleet.whileRunning {
                try await Self.prepare(fleet)
                let profile = try await Self.live(fleet)
                #expect(try !fleet.filesHolding([Self.email, Self.user, Self.name]).isEmpty)
                try await Self.access(fleet)
                let done = try await Self.erase(fleet)
                Self.show(done)
                let confirmations = done["confirmations"]?.arrayValue ?? []
                #expect(Set(confirmations.compactMap { $0["service"]?.stringValue }) == Set(ServiceName.allCases.map(\.rawValue)))
                #expect(confirmations.allSatisfy { $0["left"]?.intValue == 0 })
                for service in [ServiceName.profile, .segment, .decision, .journey, .reporting] {
                    let own = confirmations.first { $0["service"]?.stringValue == service.rawValue }
                    let rows = own?["counts"]?.arrayValue?.compactMap { $0["rows"]?.intValue }.reduce(0, +)
                    #expect(rows ?? 0 > 0, "\(service) held something")
                    let left = try await Self.held(fleet, profile, at: service)
                    #expect(left.values.reduce(0, +) == 0, "\(service): \(left)")
                }
                let found = try fleet.filesHolding([Self.email, Self.user, Self.name, Self.device])
                #expect(found == [], "the files still hold the person")
                try await Self.staysOut(fleet)
                // What adds up stays.
                let sources = try await fleet.call(.GET, .profile, "/v1/sources")
                let accepted = sources["items"]?.arrayValue?.compactMap { $0["accepted"]?.intValue }.reduce(0, +) ?? 0
                #expect(accepted >= 4)
            }
        }
    }

    /// A segment, an offer for it and a journey that sends to it.
    private static func prepare(_ fleet: ServiceFleet) async throws {
        let segment = try await fleet.call(
            .POST, .segment, "/v1/segments",
            [
                "key": "viewers", "name": ["ko": "본 사람", "en": "Viewers"],
                "rule": ["event": "Product Viewed", "count": ["atLeast": 1], "within": "7d"],
            ])
        let id = try #require(segment["id"]?.stringValue)
        try await fleet.call(.POST, .segment, "/v1/segments/\(id)/activate", [:])
        try await fleet.call(
            .POST, .decision, "/v1/placements",
            ["key": "home", "name": ["ko": "홈", "en": "Home"], "channel": "web", "maxOffers": 1, "status": "live"])
        try await fleet.call(
            .POST, .decision, "/v1/offers",
            [
                "key": "tea", "name": ["ko": "차", "en": "Tea"], "content": ["home": ["inline": ["title": "x"]]],
                "eligibility": ["segment": .string(id)],
                "caps": [["key": "week", "per": "profile", "counts": "decision", "limit": 9, "window": ["rolling": "7d"]]],
                "status": "live",
            ])
        let journey = try await fleet.call(
            .POST, .journey, "/v1/journeys",
            [
                "key": "welcome", "name": ["ko": "환영", "en": "Welcome"],
                "document": [
                    "timezone": "Asia/Seoul",
                    "nodes": [
                        ["id": "start", "type": "entry", "segment": .string(id), "reentry": "once", "next": "wait"],
                        ["id": "wait", "type": "wait", "for": "1h", "next": "end"], ["id": "end", "type": "exit"],
                    ],
                ],
            ])
        try await fleet.call(.POST, .journey, "/v1/journeys/\(try #require(journey["id"]?.stringValue))/publish", [:])
    }

    /// Lets the person do something and waits until every service that should know of it does.
    private static func live(_ fleet: ServiceFleet) async throws -> String {
        func event(_ type: String, _ more: JSONObject) -> JSONValue {
            var members: JSONObject = ["type": .string(type), "userId": .string(user), "anonymousId": .string(device)]
            members.merge(more) { $1 }
            return .object(members)
        }
        try await fleet.call(
            .POST, .profile, "/v1/batch",
            [
                "batch": [
                    event("identify", ["traits": ["email": .string(email), "name": .string(name), "tier": "gold"]]),
                    event(
                        "track",
                        [
                            "event": "Consent Updated",
                            "properties": ["purpose": "marketing", "channel": "email", "status": "granted", "text_version": "1"],
                        ]),
                    event("track", ["event": "Product Viewed", "properties": ["name": "tea", "viewer": .string(name)]]),
                    event(
                        "track", ["event": "Order Completed", "properties": ["revenue": 10_000, "currency": "KRW", "to": .string(email)]]),
                ]
            ])
        // Refused, and kept as it was sent.
        try await fleet.call(
            .POST, .profile, "/v1/batch",
            ["batch": [event("track", ["properties": ["email": .string(email)]]), event("track", ["event": "Visit"])]])
        let found = try await fleet.call(.GET, .profile, "/v1/profiles?identity=email:\(email)")
        let id = try #require(found["items"]?.arrayValue?.first?["id"]?.stringValue)
        _ = try await fleet.await("an offer for the segment") { () async throws -> JSONValue? in
            let ask: JSONValue = ["identity": ["namespace": "userId", "value": .string(user)], "placement": "home"]
            let answer = try await fleet.call(.POST, .decision, "/v1/decide", ask)
            // `nil` beside a JSON value would be read as null.
            return answer["offer"]?["key"]?.stringValue != nil ? .some(answer) : .none
        }
        for (service, table) in [
            (ServiceName.segment, "segment_membership"), (.journey, "journey_run"), (.decision, "cap_counter"), (.reporting, "fact_event"),
        ] {
            _ = try await fleet.await("\(table) of \(service)") { () async throws -> Int64? in
                let rows = try await held(fleet, id, at: service)[table] ?? 0
                return rows > 0 ? rows : nil
            }
        }
        return id
    }

    private static func held(_ fleet: ServiceFleet, _ profile: String, at service: ServiceName) async throws -> [String: Int64] {
        let answer = try await fleet.call(.GET, service, "/v1/subjects/\(profile)")
        return (answer["sections"]?.arrayValue ?? []).reduce(into: [:]) { $0[$1["name"]?.stringValue ?? ""] = $1["rows"]?.intValue ?? 0 }
    }

    /// Asks first what is held: all six answer, and the bundle has what the person did.
    private static func access(_ fleet: ServiceFleet) async throws {
        let id = try await run(fleet, "access")
        let done = try await fleet.await("the sixth part") { () async throws -> JSONValue? in
            let answer = try await fleet.call(.GET, .profile, "/v1/cases/\(id)")
            return answer["state"] == "completed" ? .some(answer) : .none
        }
        #expect(done["confirmations"]?.arrayValue?.count == ServiceName.allCases.count)
        let bundle = try await fleet.call(.GET, .profile, "/v1/cases/\(id)/bundle")
        for (service, table) in [
            ("profile", "event"), ("segment", "segment_membership"), ("decision", "decision"), ("journey", "journey_run"),
        ] {
            #expect(bundle["services"]?[service]?[table]?.arrayValue?.isEmpty == false, "\(service) \(table)")
        }
        let trace = try await fleet.call(.GET, .profile, "/v1/cases/\(id)/bundle/profile/trait")
        #expect(trace.stringValue?.contains(name) == true)
    }

    /// Opens a case for the person, checks who asks and runs it.
    private static func run(_ fleet: ServiceFleet, _ kind: String) async throws -> String {
        let opened = try await fleet.call(
            .POST, .profile, "/v1/cases",
            [
                "kind": .string(kind), "subject": ["identity": ["namespace": "email", "value": .string(email)]],
                "note": .string("\(name) wrote"),
            ])
        let id = try #require(opened["id"]?.stringValue)
        try await fleet.call(.POST, .profile, "/v1/cases/\(id)/identity-check", ["method": "callBack", "note": .string(name)])
        try await fleet.call(.POST, .profile, "/v1/cases/\(id)/run")
        return id
    }

    /// From the asking to the last service's confirmation.
    private static func erase(_ fleet: ServiceFleet) async throws -> JSONValue {
        let id = try await run(fleet, "erase")
        return try await fleet.await("the sixth confirmation") { () async throws -> JSONValue? in
            let answer = try await fleet.call(.GET, .profile, "/v1/cases/\(id)")
            return answer["state"] == "completed" ? .some(answer) : .none
        }
    }

    private static func staysOut(_ fleet: ServiceFleet) async throws {
        let again: JSONValue = [
            "batch": [
                ["type": "identify", "userId": .string(user), "traits": ["email": .string(email), "name": .string(name)]],
                ["type": "track", "event": "Visit", "userId": "somebody-else"],
            ]
        ]
        let answer = try await fleet.call(.POST, .profile, "/v1/batch", again)
        #expect(answer["accepted"] == 1 && answer["rejected"]?.arrayValue?.first?["code"] == "erased-identity")
        #expect(try fleet.filesHolding([email, user, name]) == [])
    }

    private static func show(_ done: JSONValue) {
        for confirmation in done["confirmations"]?.arrayValue ?? [] {
            let counts = (confirmation["counts"]?.arrayValue ?? []).filter { $0["rows"]?.intValue ?? 0 > 0 }.map {
                "\($0["name"]?.stringValue ?? "") \($0["rows"]?.intValue ?? 0) \($0["fate"]?.stringValue ?? "")"
            }
            print(
                "erased · \(confirmation["service"]?.stringValue ?? "") · \(confirmation["appliedAt"]?.stringValue ?? "") · "
                    + (counts.isEmpty
                        ? "looked in \(confirmation["counts"]?.arrayValue?.count ?? 0) tables, nothing there"
                        : counts.joined(separator: ", ")))
        }
    }
}
