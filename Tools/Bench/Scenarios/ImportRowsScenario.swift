import AsyncHTTPClient
import CommonModels
import Foundation
import NIOCore
import NIOHTTP1

/// Rows of a CSV file that a running Profile imports by itself: uploaded over HTTP, then read, stored and told to the feed.
enum ImportRowsScenario {
    private static let orders = 300_000
    private static let linesOfOrder = 5
    private static let people = 50_000

    static func run() async throws -> [BenchRow] {
        let stack = try await BenchStack.start([.profile])
        defer { stack.stop() }
        let api = BenchAPI(key: stack.key)
        try await api.call("PUT", .profile, "/v1/import-mappings/views", mapping("Product Viewed", groups: false))
        try await api.call("PUT", .profile, "/v1/import-mappings/orders", mapping("Order Completed", groups: false))
        try await api.call("PUT", .profile, "/v1/import-mappings/lines", mapping("Order Completed", groups: true))
        let plain = try await seconds(api, mapping: "views", text: file(rows: orders, linesOfOrder: 1, prefix: "v"))
        let single = try await seconds(api, mapping: "orders", text: file(rows: orders, linesOfOrder: 1, prefix: "o"))
        let memory = stack.residentMB(.profile)
        let grouped = try await seconds(api, mapping: "lines", text: file(rows: orders, linesOfOrder: linesOfOrder, prefix: "g"))
        return [
            BenchRow("import: CSV rows, an event each", throughput: Double(orders) / plain, unit: "rows/s", goal: "≥ 30,000/s"),
            BenchRow(
                "import: CSV rows, an order with ten computed traits each", throughput: Double(orders) / single, unit: "rows/s",
                rssMB: memory, goal: "≥ 30,000/s"),
            BenchRow(
                "import: CSV rows, \(linesOfOrder) to an order", throughput: Double(orders) / grouped, unit: "rows/s",
                rssMB: stack.residentMB(.profile), goal: "≥ 30,000/s"),
        ]
    }

    private static func mapping(_ event: String, groups: Bool) -> JSONValue {
        var members: JSONObject = [
            "source": "bench", "timeZone": "Asia/Seoul", "event": ["name": .string(event)], "messageId": "{id}", "userId": "{customer}",
            "timestamp": ["column": "at", "format": "yyyy-MM-dd HH:mm:ss"],
            "properties": ["order_id": ["column": "id"], "currency": ["value": "KRW"], "channel": ["column": "channel"]],
            "totals": ["revenue": ["multiply": ["quantity", "price"], "digits": 2]],
        ]
        if groups {
            members["groupBy"] = ["columns": ["id"], "window": 10]
            members["items"] = [
                "name": "products", "fields": ["sku": ["column": "sku"], "quantity": ["column": "quantity", "type": "integer"]],
            ]
        }
        return .object(members)
    }

    private static func file(rows: Int, linesOfOrder: Int, prefix: String) -> String {
        var text = "id,customer,at,channel,sku,quantity,price\n"
        text.reserveCapacity(rows * 64)
        for row in 0..<rows {
            let order = row / linesOfOrder
            let minute = order % 60
            text +=
                "\(prefix)\(order),m\(order % people),2026-03-\(10 + order % 18) 10:\(minute < 10 ? "0" : "")\(minute):05,web,sku-\(row % 900),"
            text += "\(1 + row % 3),\(9 + row % 90).50\n"
        }
        return text
    }

    /// From the order to import until everything is stored. The upload is not counted.
    private static func seconds(_ api: BenchAPI, mapping: String, text: String) async throws -> Double {
        let bytes = ByteBuffer(string: text)
        let made = try await api.call(
            "POST", .profile, "/v1/import-files", ["name": "bench.csv", "bytes": .integer(Int64(bytes.readableBytes))])
        let file = made.json["id"]?.stringValue ?? ""
        var request = HTTPClientRequest(url: BenchStack.url(.profile) + "/v1/import-files/\(file)/content")
        request.method = .PUT
        request.headers.add(name: "Authorization", value: "Bearer " + api.key)
        request.body = .bytes(bytes)
        let answer = try await HTTPClient.shared.execute(request, timeout: .seconds(300))
        guard answer.status == .ok else { throw LoadGenerator.Failed(description: "the upload answered \(answer.status.code)") }
        let start = ContinuousClock.now
        let started = try await api.call(
            "POST", .profile, "/v1/imports", ["file": .string(file), "mapping": .string(mapping)])
        let id = started.json["id"]?.stringValue ?? ""
        while true {
            let shown = try await api.call("GET", .profile, "/v1/imports/\(id)").json
            switch shown["state"]?.stringValue {
            case "queued", "running": try await Task.sleep(for: .milliseconds(20))
            case "succeeded":
                guard shown["counts"]?["rejectedRows"] == 0, shown["counts"]?["rows"] == .integer(Int64(orders)) else {
                    throw LoadGenerator.Failed(description: "the import lost rows: \(shown.serialized)")
                }
                return Double((ContinuousClock.now - start).nanoseconds) / 1e9
            default: throw LoadGenerator.Failed(description: "the import ended otherwise: \(shown.serialized)")
            }
        }
    }
}
