/// One span of a distributed trace, as W3C Trace Context carries it in `traceparent`.
package struct TraceContext: Hashable, Sendable {
    /// The 128-bit trace id, never zero.
    package let traceHigh: UInt64
    package let traceLow: UInt64
    /// The 64-bit span id, never zero.
    package let span: UInt64
    package let isSampled: Bool

    /// The span of the request this task serves; set by ``ObservationMiddleware``.
    @TaskLocal package static var current: TraceContext?

    package init(traceHigh: UInt64, traceLow: UInt64, span: UInt64, isSampled: Bool) {
        self.traceHigh = traceHigh
        self.traceLow = traceLow
        self.span = span
        self.isSampled = isSampled
    }

    /// - Returns: nil unless `header` is a version 00 (or later, compatible) traceparent with non-zero ids.
    package init?(traceparent header: String) {
        let bytes = Array(header.utf8)
        guard bytes.count >= 55, bytes[2] == Self.dash, bytes[35] == Self.dash, bytes[52] == Self.dash,
            let version = Self.hex(bytes[0..<2]), version != 0xFF, version != 0 || bytes.count == 55,
            let high = Self.hex(bytes[3..<19]), let low = Self.hex(bytes[19..<35]), let span = Self.hex(bytes[36..<52]),
            let flags = Self.hex(bytes[53..<55]), high | low != 0, span != 0
        else { return nil }
        self.init(traceHigh: high, traceLow: low, span: span, isSampled: flags & 1 == 1)
    }

    /// The header value for a call made within this span.
    package var traceparent: String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(55)
        bytes.append(contentsOf: "00-".utf8)
        Self.write(traceHigh, into: &bytes)
        Self.write(traceLow, into: &bytes)
        bytes.append(Self.dash)
        Self.write(span, into: &bytes)
        bytes.append(contentsOf: (isSampled ? "-01" : "-00").utf8)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The trace id as 32 lower-case hexadecimal digits.
    package var traceID: String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(32)
        Self.write(traceHigh, into: &bytes)
        Self.write(traceLow, into: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    private static let dash = UInt8(ascii: "-")

    private static func hex(_ digits: ArraySlice<UInt8>) -> UInt64? {
        var value: UInt64 = 0
        for digit in digits {
            switch digit {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = value << 4 | UInt64(digit - UInt8(ascii: "0"))
            case UInt8(ascii: "a")...UInt8(ascii: "f"): value = value << 4 | UInt64(digit - UInt8(ascii: "a") + 10)
            default: return nil
            }
        }
        return value
    }

    private static func write(_ value: UInt64, into bytes: inout [UInt8]) {
        for shift in stride(from: 60, through: 0, by: -4) {
            let digit = UInt8(truncatingIfNeeded: value >> UInt64(shift)) & 15
            bytes.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
        }
    }
}
