import Foundation

@testable import ImportKit

extension ImportState {
    static let fresh = ImportState(fileBytes: 0, mappingFingerprint: 0)
}

/// Mappings and files the tests share.
enum Samples {
    static let ordersYAML = """
        source: shop
        timeZone: Asia/Seoul
        event: { type: track, name: [{ is: Order Refunded, when: [{ column: id, startsWith: C }] }, { is: Order Completed }] }
        messageId: "shop:{id}"
        userId: "{customer|integer}"
        anonymousId: "shop:{id}"
        timestamp: { column: when, format: "yyyy-MM-dd HH:mm" }
        groupBy: { columns: [id], window: 2 }
        properties: { order_id: { column: id }, currency: { value: KRW } }
        totals: { revenue: { multiply: [qty, price], digits: 2, where: [{ column: qty, above: 0 }] } }
        items: { name: products, fields: { sku: { column: sku }, quantity: { column: qty, type: integer }, price: { column: price, type: decimal } } }
        """

    static func orders() throws -> ImportMapping { try ImportMapping(yaml: ordersYAML) }

    static let header = "id,when,customer,qty,price,sku\n"

    static func retailMapping() throws -> String {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        return try String(contentsOf: root.appending(path: "ops/imports/online_retail.yml"), encoding: .utf8)
    }

    /// Many small orders with lines that sometimes interleave.
    static func manyOrders(_ count: Int) -> String {
        var text = header
        for order in 0..<count {
            let customer = order % 3 == 0 ? "" : "\(100 + order % 7).0"
            for line in 0...(order % 4) { text += "\(order),2026-03-01 10:\(10 + order % 50),\(customer),\(line + 1),1.5,S\(line)\n" }
            if order % 5 == 1 { text += "\(order - 1),2026-03-01 10:59,,1,9,late\n" }
            if order % 11 == 7 { text += "\(order),2026-03-01 10:59,\(customer),many,9,bad\n" }
        }
        return text
    }

    static func reader(_ text: String, resuming state: ImportState = .fresh) throws -> EventReader {
        try EventReader(mapping: try orders(), path: "orders.csv", resuming: state) { ChunkedSource(text, chunk: 1_000) }
    }
}
