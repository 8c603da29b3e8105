import CommonModels
import FeedKit
import StorageKit

/// The feed's form of the events in the log (``CustomerEvent``), written around the raw JSON they arrived as, without parsing
/// that.
struct EventText: FeedLog {
    /// References that lie closer than this are read in one range.
    private static let gapMax = 4

    func events(_ references: [FeedReference], in transaction: any SQLTransaction) throws -> [Int64: FeedEvent] {
        let subjects = Dictionary(references.map { ($0.number, $0.subject) }) { $1 }
        guard let first = subjects.keys.min(), let last = subjects.keys.max() else { return [:] }
        let isDense = last - first < Int64(subjects.count * Self.gapMax)
        let rows =
            isDense
            ? try transaction.rows(Self.rangeSQL, [first, last]) : try transaction.rows(Self.listSQL, in: Array(subjects.keys))
        var events: [Int64: FeedEvent] = [:]
        events.reserveCapacity(subjects.count)
        for row in rows {
            let number = try row.integer("event_seq")
            guard let subject = subjects[number] else { continue }
            events[number] = FeedEvent(
                type: FeedEventType.customerEvent, subject: subject, partitionKey: subject, time: try row.instant("time"),
                data: try Self.json(row, subject))
        }
        return events
    }

    private static let columns = """
        event_seq, event_id, message_id, type, name, user_id, anonymous_id, time, received_at, source, properties, context
        """
    static let rangeSQL = "SELECT \(columns) FROM event WHERE event_seq >= $1 AND event_seq <= $2"
    static let listSQL = "SELECT \(columns) FROM event WHERE event_seq IN"

    private static func json(_ row: SQLRow, _ profileId: String) throws -> String {
        let (properties, context) = (try row.text("properties"), try row.text("context"))
        var bytes: [UInt8] = []
        bytes.reserveCapacity(384 + properties.utf8.count + context.utf8.count)
        func raw(_ text: StaticString) {
            bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
        }
        func member(_ name: StaticString, _ value: String?) {
            guard let value else { return }
            raw(name)
            JSONValue.write(value, into: &bytes)
        }
        member("{\"profileId\":", profileId)
        member(",\"id\":", try row.text("event_id"))
        member(",\"messageId\":", try row.text("message_id"))
        member(",\"type\":", try row.text("type"))
        member(",\"name\":", try row.textOrNull("name"))
        member(",\"userId\":", try row.textOrNull("user_id"))
        member(",\"anonymousId\":", try row.textOrNull("anonymous_id"))
        member(",\"time\":", try row.instant("time").rfc3339)
        member(",\"receivedAt\":", try row.instant("received_at").rfc3339)
        member(",\"source\":", try row.text("source"))
        raw(",\"properties\":")
        bytes.append(contentsOf: properties.utf8)
        raw(",\"context\":")
        bytes.append(contentsOf: context.utf8)
        raw("}")
        return String(decoding: bytes, as: UTF8.self)
    }
}
