extension Instant {
    /// Reads RFC 3339, e.g. `2026-11-22T09:30:00.123Z` or `…+09:00`; also a space for the `T`, no zone (UTC), and
    /// up to nine fraction digits, which SDKs send. Nil when it is no such instant.
    package init?(rfc3339 text: some StringProtocol) {
        var text = String(text)
        let parsed = text.withUTF8 { Instant(rfc3339Bytes: $0) }
        guard let parsed else { return nil }
        self = parsed
    }

    /// The same from bytes, without making a string.
    package init?(rfc3339Bytes bytes: UnsafeBufferPointer<UInt8>) {
        func number(_ start: Int, _ count: Int) -> Int? {
            guard start + count <= bytes.count else { return nil }
            var value = 0
            for index in start..<start + count {
                guard bytes[index] &- 48 <= 9 else { return nil }
                value = value * 10 + Int(bytes[index] - 48)
            }
            return value
        }
        func byte(_ index: Int) -> UInt8 { index < bytes.count ? bytes[index] : 0 }
        guard let year = number(0, 4), byte(4) == UInt8(ascii: "-"), let month = number(5, 2), byte(7) == UInt8(ascii: "-"),
            let day = number(8, 2), let date = CivilDate(year: year, month: month, day: day),
            byte(10) | 0x20 == UInt8(ascii: "t") || byte(10) == UInt8(ascii: " "),
            let hour = number(11, 2), hour < 24, byte(13) == UInt8(ascii: ":"),
            let minute = number(14, 2), minute < 60, byte(16) == UInt8(ascii: ":"), let second = number(17, 2), second <= 60
        else { return nil }
        var index = 19
        var fraction: Int64 = 0
        if byte(index) == UInt8(ascii: ".") || byte(index) == UInt8(ascii: ",") {
            index += 1
            var scale: Int64 = 100_000
            let start = index
            while byte(index) &- 48 <= 9 {
                fraction += Int64(byte(index) - 48) * scale
                scale /= 10
                index += 1
            }
            guard index > start, index - start <= 9 else { return nil }
        }
        guard let offsetMinutes = Instant.zoneOffset(bytes, at: index) else { return nil }
        let seconds = date.daysSince1970 * 86_400 + Int64(hour * 3_600 + minute * 60 + second) - Int64(offsetMinutes * 60)
        self.init(microseconds: seconds * 1_000_000 + fraction)
    }

    /// Minutes east of UTC written at `index` and nothing after; nil when malformed.
    private static func zoneOffset(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Int? {
        if index == bytes.count { return 0 }
        let sign = bytes[index]
        if sign | 0x20 == UInt8(ascii: "z") { return index + 1 == bytes.count ? 0 : nil }
        guard sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") else { return nil }
        let digits = bytes[(index + 1)...].filter { $0 != UInt8(ascii: ":") }
        guard digits.count == 4 || digits.count == 2, digits.allSatisfy({ $0 &- 48 <= 9 }) else { return nil }
        let hours = Int(digits[0] - 48) * 10 + Int(digits[1] - 48)
        let minutes = digits.count == 4 ? Int(digits[2] - 48) * 10 + Int(digits[3] - 48) : 0
        guard hours < 24, minutes < 60 else { return nil }
        return (hours * 60 + minutes) * (sign == UInt8(ascii: "-") ? -1 : 1)
    }

    /// `2026-11-22T09:30:00.123456Z`; the fraction is left out when zero, milliseconds when they suffice.
    package var rfc3339: String {
        String(unsafeUninitializedCapacity: Instant.rfc3339LengthMax) { writeRFC3339(into: $0) }
    }

    /// Appends the same to a text in the making.
    package func writeRFC3339(into bytes: inout [UInt8]) {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: Instant.rfc3339LengthMax) { buffer in
            let count = writeRFC3339(into: buffer)
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: buffer[..<count]))
        }
    }

    private static let rfc3339LengthMax = 32

    private func writeRFC3339(into buffer: UnsafeMutableBufferPointer<UInt8>) -> Int {
        let days = utcDay
        let second = secondsSince1970 - days * 86_400
        let fraction = microseconds - secondsSince1970 * 1_000_000
        let date = CivilDate(daysSince1970: days)
        var index = 0
        func put(_ value: Int64, _ width: Int) {
            var value = value
            for position in stride(from: index + width - 1, through: index, by: -1) {
                buffer[position] = UInt8(48 + value % 10)
                value /= 10
            }
            index += width
        }
        func put(_ byte: UInt8) {
            buffer[index] = byte
            index += 1
        }
        put(Int64(date.year), 4)
        put(UInt8(ascii: "-"))
        put(Int64(date.month), 2)
        put(UInt8(ascii: "-"))
        put(Int64(date.day), 2)
        put(UInt8(ascii: "T"))
        put(second / 3_600, 2)
        put(UInt8(ascii: ":"))
        put(second / 60 % 60, 2)
        put(UInt8(ascii: ":"))
        put(second % 60, 2)
        if fraction != 0 {
            put(UInt8(ascii: "."))
            if fraction % 1_000 == 0 { put(fraction / 1_000, 3) } else { put(fraction, 6) }
        }
        put(UInt8(ascii: "Z"))
        return index
    }
}

extension Instant: Codable, CustomStringConvertible {
    package var description: String { rfc3339 }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let instant = Instant(rfc3339: text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not an RFC 3339 instant such as 2026-11-22T09:30:00Z")
        }
        self = instant
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rfc3339)
    }
}
