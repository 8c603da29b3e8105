/// Batches of 100 events about any number of people: message id, person and time are patched in place, so that no two
/// batches are the same and making one costs little.
struct PeopleBatches: Sendable {
    static let size = 100
    private static let digits = 12

    let people: Int
    private let template: [UInt8]
    private let idOffsets: [Int]
    private let personOffsets: [[Int]]

    init(people: Int) {
        self.people = people
        var bytes = Array("{\"batch\":[".utf8)
        var ids: [Int] = []
        var persons: [[Int]] = []
        let zeros = String(repeating: "0", count: Self.digits)
        for index in 0..<Self.size {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            bytes += "{\"messageId\":\"large-".utf8
            ids.append(bytes.count)
            bytes += "\(zeros)\",\"type\":\"track\",\"event\":\"Product Viewed\",\"userId\":\"user-".utf8
            var person = [bytes.count]
            bytes += "\(zeros)\",\"anonymousId\":\"device-".utf8
            person.append(bytes.count)
            bytes += "\(zeros)\",\"properties\":{\"product_id\":\"P\(index)\",\"price\":\(1_000 + index * 37),\"currency\":\"KRW\"}}".utf8
            persons.append(person)
        }
        bytes += "]}".utf8
        template = bytes
        idOffsets = ids
        personOffsets = persons
    }

    static func userID(_ person: Int) -> String { "user-" + String(String(person + 1_000_000_000_000).dropFirst()) }

    /// The body number `serial` of all that are ever sent.
    func body(_ serial: Int) -> [UInt8] {
        var bytes = template
        for index in 0..<Self.size {
            let number = serial * Self.size + index
            Self.write(number, at: idOffsets[index], into: &bytes)
            // Every person once before anybody comes again (a Weyl sequence).
            let person = Int(UInt64(number) &* 2_654_435_761 % UInt64(people))
            for offset in personOffsets[index] { Self.write(person, at: offset, into: &bytes) }
        }
        return bytes
    }

    private static func write(_ number: Int, at offset: Int, into bytes: inout [UInt8]) {
        var rest = number
        for position in stride(from: offset + digits - 1, through: offset, by: -1) {
            bytes[position] = UInt8(48 + rest % 10)
            rest /= 10
        }
    }
}
