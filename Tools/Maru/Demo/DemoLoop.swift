import CommonModels
import Foundation
import NIOHTTP1

/// The loop, live: a visitor comes anonymously, signs in, enters the segment, is decided for, written to, buys, is in the report,
/// and asks what is known of them. Beside them one who did not look at the tea set and one of the global holdout, who must get nothing of it.
struct DemoLoop: Sendable {
    private static let price: Int64 = 61_200  // won

    private let api: DemoAPI
    private let webKey: String
    private let mailbox: DemoMailbox
    private let made: DemoSetup.Made
    private let visitor: DemoVisitor
    private let passerBy: DemoVisitor
    private let heldOut: DemoVisitor

    /// - Parameter run: distinguishes these people from those of earlier runs on the same data.
    init(api: DemoAPI, webKey: String, mailbox: DemoMailbox, made: DemoSetup.Made, run: UUID) {
        self.api = api
        self.webKey = webKey
        self.mailbox = mailbox
        self.made = made
        visitor = DemoVisitor("visitor", run: run, name: "방문자")
        passerBy = DemoVisitor("passer-by", run: run, name: "행인")
        heldOut = DemoVisitor("held-out", run: run, name: "대조군", isHeldOut: true)
    }

    func walk() async -> [DemoCheck] {
        let person = await arrive()
        let membership = await enter()
        let decision = await decide()
        let holdout = await holdOut()
        let order = await buy()
        let access = await ask()
        // Last, so that a second mail or one to the wrong person had its time to come.
        let mail = await receive()
        return [person, membership, decision, holdout, mail, order, access]
    }

    private func arrive() async -> DemoCheck {
        let expected = "anonymousId email userId"
        return await DemoCheck.of("loop: visitor is one person", expected: expected) {
            // The visitor last: what is true of them has been worked out for the others.
            try await send(passerBy.arrival(looksAtTea: false))
            try await send(heldOut.arrival(looksAtTea: true))
            try await send(visitor.arrival(looksAtTea: true))
            return try await DemoWait.settled {
                let people = try await api.get(.profile, "/v1/profiles?identity=email:\(visitor.email)")["items"]?.arrayValue ?? []
                let identities = (people.first?["identities"]?.arrayValue ?? []).compactMap { $0["namespace"]?.stringValue }
                return people.count == 1 ? identities.sorted().joined(separator: " ") : "\(people.count) people"
            } holds: {
                $0 == expected
            }
        }
    }

    private func enter() async -> DemoCheck {
        let expected = "visitor in tea-lovers, passer-by not"
        return await DemoCheck.of("loop: event → segment", expected: expected) {
            try await DemoWait.settled {
                let place = try await isMember(visitor) ? "in" : "not in"
                return "visitor \(place) tea-lovers, passer-by \(try await isMember(passerBy) ? "too" : "not")"
            } holds: {
                $0 == expected
            }
        }
    }

    private func isMember(_ person: DemoVisitor) async throws -> Bool {
        guard let id = try await profile(of: person) else { return false }
        let segments = try await api.get(.segment, "/v1/profiles/\(id)/segments")["items"]?.arrayValue ?? []
        return segments.contains { $0["segmentId"]?.stringValue == made.newcomers && $0["isMember"]?.boolValue == true }
    }

    /// The banner has no condition but the segment, so the segment decided.
    private func decide() async -> DemoCheck {
        let expected = "visitor: tea-banner, in the segment; passer-by: no offer, ruleNotMet, not in the segment"
        return await DemoCheck.of("loop: segment → decision", expected: expected) {
            try await DemoWait.settled(within: .seconds(30)) {
                "visitor: \(try await banner(for: visitor)); passer-by: \(try await banner(for: passerBy))"
            } holds: {
                $0 == expected
            }
        }
    }

    /// What Decision would show the person now, and what it found at the condition that decided.
    private func banner(for person: DemoVisitor) async throws -> String {
        let decision = try await decision(for: person)
        let candidate = decision["candidates"]?.arrayValue?.first { $0["offerId"]?.stringValue == made.bannerOffer }
        let outcome = candidate?["outcome"]?.stringValue ?? "not asked"
        let asked = candidate?["rule"]?["condition"]?["segment"]?.stringValue == made.newcomers
        let found = candidate?["rule"]?["observed"]?.boolValue.map { $0 ? "in the segment" : "not in the segment" }
        let offer = decision["offer"]?["key"]?.stringValue ?? "no offer, \(outcome)"
        return "\(offer), \(asked ? found ?? "nothing observed" : "the segment was not asked")"
    }

    /// They looked at the tea set as the visitor did, and are in the segment; being held out alone makes the difference.
    private func holdOut() async -> DemoCheck {
        let expected = "in tea-lovers, held out, no offer"
        return await DemoCheck.of("loop: holdout → no offer", expected: expected) {
            try await DemoWait.settled(within: .seconds(30)) {
                let decision = try await decision(for: heldOut)
                let isHeldOut = decision["holdout"]?.boolValue == true && decision["reason"] == "holdout"
                return [
                    try await isMember(heldOut) ? "in tea-lovers" : "not in tea-lovers", isHeldOut ? "held out" : "not held out",
                    decision["offer"]?["key"]?.stringValue ?? "no offer",
                ].joined(separator: ", ")
            } holds: {
                $0 == expected
            }
        }
    }

    private func receive() async -> DemoCheck {
        let expected = "visitor 1 mail, one-click unsubscribe; held out 0; passer-by 0"
        return await DemoCheck.of("loop: decision → journey → mail", expected: expected) {
            try await DemoWait.settled(within: .seconds(60)) {
                let mails = mailbox.mails(to: visitor.email)
                let hasUnsubscribe = mails.allSatisfy { $0.text.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click") }
                let unsubscribe = !mails.isEmpty && hasUnsubscribe ? ", one-click unsubscribe" : ""
                let others = "held out \(mailbox.mails(to: heldOut.email).count); passer-by \(mailbox.mails(to: passerBy.email).count)"
                return "visitor \(mails.count) mail\(unsubscribe); \(others)"
            } holds: {
                $0 == expected
            }
        }
    }

    private func buy() async -> DemoCheck {
        let expected = "+\(Self.price)"
        return await DemoCheck.of("loop: order → report", expected: expected) {
            // The mail comes first: who has bought is written to no more.
            _ = try await DemoWait.settled(within: .seconds(60)) {
                mailbox.mails(to: visitor.email).count
            } holds: {
                $0 > 0
            }
            let before = try await revenue()
            try await send([visitor.purchase(for: Self.price)])
            return try await DemoWait.settled {
                "+\(try await revenue() - before)"
            } holds: {
                $0 == expected
            }
        }
    }

    /// The visitor asks what is known about them, and every service says what it has.
    private func ask() async -> DemoCheck {
        let expected = "completed, answered by content decision journey profile reporting segment"
        return await DemoCheck.of("loop: access request → six services", expected: expected) {
            let subject: JSONValue = ["identity": ["namespace": "userId", "value": .string(visitor.userId)]]
            let opened = try await api.post(.profile, "/v1/cases", ["kind": "access", "subject": subject]).json
            let path = "/v1/cases/\(opened["id"]?.stringValue ?? "")"
            try await api.post(.profile, path + "/identity-check", ["method": "signedIn", "note": "Asked in the member's area"])
            try await api.call(.POST, .profile, path + "/run", nil)
            return try await DemoWait.settled {
                let asked = try await api.get(.profile, path)
                let services = (asked["confirmations"]?.arrayValue ?? []).compactMap { $0["service"]?.stringValue }
                return "\(asked["state"]?.stringValue ?? "none"), answered by \(services.sorted().joined(separator: " "))"
            } holds: {
                $0 == expected
            }
        }
    }

    /// Revenue of the running quarter.
    private func revenue() async throws -> Int64 {
        let rows = try await api.get(.reporting, "/v1/report/quarters")["items"]?.arrayValue ?? []
        return rows.last?["revenue"]?.stringValue.flatMap { Int64($0) } ?? 0
    }

    private func decision(for person: DemoVisitor) async throws -> JSONValue {
        let who: JSONValue = ["namespace": "userId", "value": .string(person.userId)]
        return try await api.post(
            .decision, "/v1/decide", ["identity": who, "placement": "home_banner", "dryRun": true, "explain": true]
        ).json
    }

    private func profile(of person: DemoVisitor) async throws -> String? {
        try await api.get(.profile, "/v1/profiles?identity=email:\(person.email)")["items"]?.arrayValue?.first?["id"]?.stringValue
    }

    private func send(_ items: [JSONValue]) async throws {
        let stamped = items.map { item -> JSONValue in
            guard case .object(var members) = item else { return item }
            members["messageId"] = .string(UUID().uuidString)
            return .object(members)
        }
        _ = try await api.call(.POST, .profile, "/v1/batch", ["batch": .array(stamped)], key: webKey)
    }
}
