import CommonModels
import DemoData
import Foundation
import NIOHTTP1

/// One visitor walks the loop live: anonymous, signed in, in the segment, decided for, written to, buying, reported.
struct DemoVisitor: Sendable {
    let api: DemoAPI
    let webKey: String
    let mailbox: DemoMailbox
    let made: DemoSetup.Made
    /// Distinguishes this visitor from those of earlier runs on the same data.
    let tag: String

    private var userId: String { "visitor-\(tag)" }
    private var device: String { "visitor-device-\(tag)" }
    private var email: String { "visitor-\(tag)@mail.example" }

    /// The demo's services hold out the same share as its synthetic year.
    private var isInHoldout: Bool { GlobalHoldout.contains(unit: userId, share: DemoYear.holdoutShare) }

    func walk() async throws -> [DemoCheck] {
        try await arrive()
        let profile = try await DemoWait.until("the visitor's profile") {
            try await api.get(.profile, "/v1/profiles?identity=email:\(email)")["items"]?.arrayValue?.first
        }
        let id = profile["id"]?.stringValue ?? ""
        let identities = (profile["identities"]?.arrayValue ?? []).compactMap { $0["namespace"]?.stringValue }
        var checks = [
            DemoCheck("loop: visitor is one person", expected: "anonymousId email userId", got: identities.sorted().joined(separator: " "))
        ]
        checks.append(try await enter(id))
        checks.append(try await decide(id))
        checks.append(try await receive(id))
        checks.append(try await buy(id))
        return checks
    }

    private func arrive() async throws {
        try await send([
            ["type": "page", "name": "상품", "anonymousId": .string(device), "properties": ["path": "/p/P120"]],
            [
                "type": "track", "event": "Product Viewed", "anonymousId": .string(device),
                "properties": ["product_id": "P120", "name": "티 세트", "category": "living", "price": 68_000],
            ],
            [
                "type": "identify", "userId": .string(userId), "anonymousId": .string(device),
                "traits": ["email": .string(email), "name": "방문자", "locale": "ko", "timezone": "Asia/Seoul", "country": "KR"],
            ],
            [
                "type": "track", "event": "Consent Updated", "userId": .string(userId),
                "properties": ["purpose": "marketing", "channel": "email", "status": "granted", "text_version": "2026-01"],
            ],
        ])
    }

    private func enter(_ id: String) async throws -> DemoCheck {
        _ = try await DemoWait.until("entering the segment") {
            let segments = try await api.get(.segment, "/v1/profiles/\(id)/segments")["items"]?.arrayValue ?? []
            return segments.contains { ($0["segmentId"] ?? $0["id"])?.stringValue == made.newcomers } ? true : nil
        }
        return DemoCheck("loop: event → segment", expected: "in tea-lovers", got: "in tea-lovers")
    }

    private func decide(_ id: String) async throws -> DemoCheck {
        let decision = try await DemoWait.until("a decision that knows the segment", within: .seconds(30)) {
            let decision = try await api.post(
                .decision, "/v1/decide", ["profileId": .string(id), "placement": "mail_hero", "dryRun": true, "explain": true]
            ).json
            let isCapped = decision["candidates"]?.arrayValue?.contains { "\($0)".contains("cap") } ?? false
            return decision["offer"]?["key"]?.stringValue == "tea-10" || isCapped || decision["holdout"]?.boolValue == true ? decision : nil
        }
        let isHeldOut = decision["holdout"]?.boolValue ?? false
        let expected = isInHoldout ? "held out" : "tea-10 decided or capped by the journey's own decision"
        let got = isHeldOut ? "held out" : "tea-10 decided or capped by the journey's own decision"
        return DemoCheck("loop: segment → decision", expected: expected, got: got)
    }

    private func receive(_ id: String) async throws -> DemoCheck {
        if isInHoldout {
            return DemoCheck(
                "loop: journey → mail", expected: "none, held out", got: mailbox.mails(to: email).isEmpty ? "none, held out" : "a mail")
        }
        let mails = try await DemoWait.until("the journey's mail", within: .seconds(60)) {
            let mails = mailbox.mails(to: email)
            return mails.isEmpty ? nil : mails
        }
        let hasUnsubscribe = mails[0].text.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click")
        return DemoCheck(
            "loop: decision → journey → mail", expected: "1 mail, one-click unsubscribe",
            got: "\(mails.count) mail\(hasUnsubscribe ? ", one-click unsubscribe" : "")")
    }

    private func buy(_ id: String) async throws -> DemoCheck {
        let before = try await revenue()
        try await send([
            [
                "type": "track", "event": "Order Completed", "userId": .string(userId),
                "properties": [
                    "order_id": .string("O-\(tag)"), "currency": "KRW", "revenue": 61_200, "total": 61_200,
                    "products": [["product_id": "P120", "name": "티 세트", "category": "living", "price": 61_200, "quantity": 1]],
                ],
            ]
        ])
        let after = try await DemoWait.until("the order in the report") {
            let now = try await revenue()
            return now == before ? nil : now
        }
        return DemoCheck("loop: order → report", expected: "+61200", got: "+\(after - before)")
    }

    /// Revenue of the running quarter.
    private func revenue() async throws -> Int64 {
        let rows = try await api.get(.reporting, "/v1/report/quarters")["items"]?.arrayValue ?? []
        return rows.last?["revenue"]?.stringValue.flatMap { Int64($0) } ?? 0
    }

    private func send(_ items: [JSONValue]) async throws {
        let stamped = items.enumerated().map { index, item -> JSONValue in
            guard case .object(var members) = item else { return item }
            members["messageId"] = .string("\(tag)-\(UUID().uuidString)-\(index)")
            return .object(members)
        }
        _ = try await api.call(.POST, .profile, "/v1/batch", ["batch": .array(stamped)], key: webKey)
    }
}
