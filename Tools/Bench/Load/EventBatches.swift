import CommonModels

/// Batches of 100 events in the form Segment's clients send, about 22 KB each; only the message ids differ from one
/// sending to the next, patched in place.
struct EventBatches: Sendable {
    static let size = 100
    private static let idDigits = 12

    private let bodies: [(bytes: [UInt8], idOffsets: [Int])]

    init(variants: Int, people: Int) {
        bodies = (0..<variants).map { Self.body(variant: $0, people: people) }
    }

    /// The body number `number` of connection `connection`, every message id new.
    func body(connection: Int, number: Int) -> [UInt8] {
        let template = bodies[(connection * 7 + number) % bodies.count]
        var bytes = template.bytes
        var serial = (connection * 10_000_000 + number) * Self.size
        for offset in template.idOffsets {
            serial += 1
            var rest = serial
            for position in stride(from: offset + Self.idDigits - 1, through: offset, by: -1) {
                bytes[position] = UInt8(48 + rest % 10)
                rest /= 10
            }
        }
        return bytes
    }

    private static func body(variant: Int, people: Int) -> (bytes: [UInt8], idOffsets: [Int]) {
        var random = SeededRandom(seed: UInt64(variant))
        var bytes = Array("{\"batch\":[".utf8)
        var offsets: [Int] = []
        for index in 0..<size {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            bytes.append(contentsOf: "{\"messageId\":\"bench-".utf8)
            offsets.append(bytes.count)
            let person = Int.random(in: 0..<people, using: &random)
            let price = Int.random(in: 1_000...90_000, using: &random)
            bytes.append(contentsOf: String(repeating: "0", count: idDigits).utf8)
            bytes.append(
                contentsOf:
                    "\",\"type\":\"track\",\"event\":\"Product Viewed\",\"userId\":\"user-\(person)\",\"anonymousId\":\"device-\(person)\",\"properties\":{\"product_id\":\"P\(index)\",\"price\":\(price),\"currency\":\"KRW\"},\"context\":{\"locale\":\"ko\"}}"
                    .utf8)
        }
        bytes.append(contentsOf: "],\"sentAt\":\"2026-01-01T00:00:00Z\"}".utf8)
        return (bytes, offsets)
    }
}
