import CommonModels
import DemoData
import Foundation

/// Somebody who comes to the shop while the demo runs. Their ids say which run they belong to.
struct DemoVisitor: Sendable {
    let userId: String
    let device: String
    let name: String

    /// - Parameter isHeldOut: who is in the global holdout follows from the user id alone, so an id is sought that is, or is not.
    init(_ role: String, run: UUID, name: String, isHeldOut: Bool = false) {
        let stem = "\(role)-\(run.uuidString.prefix(8).lowercased())"
        let number = (0...).first { GlobalHoldout.contains(unit: "\(stem)-\($0)", share: DemoYear.holdoutShare) == isHeldOut } ?? 0
        userId = "\(stem)-\(number)"
        device = "device-\(userId)"
        self.name = name
    }

    var email: String { "\(userId)@mail.example" }

    /// Comes anonymously, looks at the tea set or only at the shop, signs in and agrees to e-mail.
    func arrival(looksAtTea: Bool) -> [JSONValue] {
        var events: [JSONValue] = [
            ["type": "page", "name": "상품", "anonymousId": .string(device), "properties": ["path": "/p/P120"]]
        ]
        if looksAtTea {
            events.append([
                "type": "track", "event": "Product Viewed", "anonymousId": .string(device),
                "properties": ["product_id": "P120", "name": "티 세트", "category": "living", "price": 68_000],
            ])
        }
        return events + [
            [
                "type": "identify", "userId": .string(userId), "anonymousId": .string(device),
                "traits": ["email": .string(email), "name": .string(name), "locale": "ko", "timezone": "Asia/Seoul", "country": "KR"],
            ],
            [
                "type": "track", "event": "Consent Updated", "userId": .string(userId),
                "properties": ["purpose": "marketing", "channel": "email", "status": "granted", "text_version": "2026-01"],
            ],
        ]
    }

    /// Buys the tea set at its lower price, in won.
    func purchase(for won: Int64) -> JSONValue {
        let price = JSONValue.integer(won)
        return [
            "type": "track", "event": "Order Completed", "userId": .string(userId),
            "properties": [
                "order_id": .string("O-\(userId)"), "currency": "KRW", "revenue": price, "total": price,
                "products": [["product_id": "P120", "name": "티 세트", "category": "living", "price": price, "quantity": 1]],
            ],
        ]
    }
}
