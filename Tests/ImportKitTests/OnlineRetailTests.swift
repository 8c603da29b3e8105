import CommonModels
import Foundation
import Testing

@testable import ImportKit

/// The real retail year, when the data folder is there.
@Suite("Online Retail")
struct OnlineRetailTests {
    private static var file: URL {
        let folder =
            ProcessInfo.processInfo.environment["MARU_SHARED_DATA"].map { URL(fileURLWithPath: $0) }
            ?? URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "shared/data")
        return folder.appending(path: "online_retail/online_retail.csv.gz")
    }

    @Test("the events hold the reference revenue and invoices of every quarter to the penny")
    func reference() throws {
        guard FileManager.default.fileExists(atPath: Self.file.path) else {
            print("Online Retail: skipped, there is no shared data folder (set MARU_SHARED_DATA)")
            return
        }
        var reader = try EventReader(
            mapping: try ImportMapping(yaml: Samples.retailMapping()), path: Self.file.path, resuming: .fresh
        ) { try ByteSources.open(Self.file.path) }
        var revenue: [String: Int64] = [:]
        var invoices: [String: Int] = [:]
        var events = 0
        while let event = try reader.next() {
            events += 1
            // Products follow the totals; parsing all 50 MB of them is not what this test is about.
            let head = String(decoding: event.json.prefix(600), as: UTF8.self)
            guard head.contains("\"userId\":"), head.contains("\"event\":\"Order Completed\""),
                let time = text(after: "\"timestamp\":\"", in: head),
                let pence = text(after: "\"revenue\":", in: head).flatMap({ DecimalText.scaled($0, digits: 2) }), pence > 0
            else { continue }
            let quarter = "\(time.prefix(4))Q\(((Int(time.dropFirst(5).prefix(2)) ?? 1) + 2) / 3)"
            revenue[quarter, default: 0] += pence
            invoices[quarter, default: 0] += 1
        }
        #expect(events == 25_900)
        #expect(reader.counts == RowCounts(read: 541_909, leftOut: 0, rejected: 0))
        #expect(
            revenue == ["2010Q4": 57_271_389, "2011Q1": 161_208_315, "2011Q2": 180_900_861, "2011Q3": 219_827_329, "2011Q4": 271_932_896])
        #expect(invoices == ["2010Q4": 1_400, "2011Q1": 3_305, "2011Q2": 4_097, "2011Q3": 4_366, "2011Q4": 5_364])
    }

    /// What stands between `key` and the next comma or quote.
    private func text(after key: String, in json: String) -> String? {
        json.firstRange(of: key).map { String(json[$0.upperBound...].prefix { $0 != "," && $0 != "\"" }) }
    }
}
