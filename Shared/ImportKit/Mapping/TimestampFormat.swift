import CommonModels
import Foundation

/// How a time is written in a column.
struct TimestampFormat: Sendable {
    enum Style: Sendable {
        /// RFC 3339, with its own offset.
        case rfc3339
        case epochSeconds
        case epochMilliseconds
        /// A pattern such as `yyyy-MM-dd HH:mm:ss`, local to the zone.
        case pattern([Piece])
    }

    enum Piece: Sendable, Equatable {
        case field(Field, width: Int)
        case literal(UInt8)
    }

    enum Field: Sendable { case year, month, day, hour, minute, second, fraction }

    let style: Style
    let zone: TimeZone
    private let offsets = ZoneOffsets()

    /// - Returns: nil when the pattern holds an unknown letter or no full date.
    init?(_ text: String, zone: TimeZone) {
        self.zone = zone
        switch text {
        case "rfc3339": style = .rfc3339
        case "epochSeconds": style = .epochSeconds
        case "epochMilliseconds": style = .epochMilliseconds
        default:
            guard let pieces = TimestampFormat.pieces(text) else { return nil }
            style = .pattern(pieces)
        }
    }

    private static func pieces(_ text: String) -> [Piece]? {
        var pieces: [Piece] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.first {
            let run = rest.prefix { $0 == byte }.count
            let field: Field?
            switch byte {
            case UInt8(ascii: "y"): field = .year
            case UInt8(ascii: "M"): field = .month
            case UInt8(ascii: "d"): field = .day
            case UInt8(ascii: "H"): field = .hour
            case UInt8(ascii: "m"): field = .minute
            case UInt8(ascii: "s"): field = .second
            case UInt8(ascii: "S"): field = .fraction
            default: field = nil
            }
            if let field {
                pieces.append(.field(field, width: run))
                rest = rest.dropFirst(run)
            } else {
                let isLetter = byte | 0x20 >= 97 && byte | 0x20 <= 122 && byte != UInt8(ascii: "T") && byte != UInt8(ascii: "Z")
                if isLetter { return nil }
                pieces.append(.literal(byte))
                rest = rest.dropFirst()
            }
        }
        let fields = pieces.compactMap { if case .field(let field, _) = $0 { field } else { nil } }
        return fields.contains(.year) && fields.contains(.month) && fields.contains(.day) ? pieces : nil
    }

    /// - Returns: nil when the content is not written this way. A local time that a clock change skips moves forward.
    func instant(_ content: ArraySlice<UInt8>) -> Instant? {
        switch style {
        case .rfc3339: return content.withUnsafeBufferPointer { Instant(rfc3339Bytes: $0) }
        case .epochSeconds: return DecimalBytes(content)?.rounded(digits: 6).map(Instant.init(microseconds:))
        case .epochMilliseconds: return DecimalBytes(content)?.rounded(digits: 3).map(Instant.init(microseconds:))
        case .pattern(let pieces): return instant(content, pieces)
        }
    }

    private func instant(_ content: ArraySlice<UInt8>, _ pieces: [Piece]) -> Instant? {
        var rest = content
        var parts: (year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int, micro: Int) = (0, 1, 1, 0, 0, 0, 0)
        for piece in pieces {
            switch piece {
            case .literal(let byte):
                guard rest.first == byte else { return nil }
                rest = rest.dropFirst()
            case .field(let field, let width):
                guard let number = TimestampFormat.number(&rest, width: width) else { return nil }
                switch field {
                case .year: parts.year = width == 2 ? 2_000 + number : number
                case .month: parts.month = number
                case .day: parts.day = number
                case .hour: parts.hour = number
                case .minute: parts.minute = number
                case .second: parts.second = number
                case .fraction: parts.micro = (0..<max(0, 6 - width)).reduce(number) { value, _ in value * 10 }
                }
            }
        }
        guard rest.isEmpty, let day = CivilDate(year: parts.year, month: parts.month, day: parts.day), parts.hour < 24, parts.minute < 60,
            parts.second < 61, parts.micro < 1_000_000
        else { return nil }
        let local = day.daysSince1970 * 86_400 + Int64(parts.hour * 3_600 + parts.minute * 60 + parts.second)
        return Instant(microseconds: (local - offset(atLocal: local)) * 1_000_000 + Int64(parts.micro))
    }

    /// A single letter takes one or two digits, more letters take that many.
    private static func number(_ rest: inout ArraySlice<UInt8>, width: Int) -> Int? {
        var value = 0
        var count = 0
        while count < (width == 1 ? 2 : width), let byte = rest.first, byte &- 48 <= 9 {
            value = value * 10 + Int(byte - 48)
            count += 1
            rest = rest.dropFirst()
        }
        return count == 0 || (width > 1 && count < width) ? nil : value
    }

    /// Zones change at whole quarters of an hour: what holds for one is asked once.
    private func offset(atLocal local: Int64) -> Int64 {
        if zone == .gmt { return 0 }
        let quarter = local.floorDivided(by: 900)
        if let known = offsets.offset(of: quarter) { return known }
        let found = lookUp(atLocal: quarter * 900)
        offsets.remember(found, of: quarter)
        return found
    }

    private func lookUp(atLocal local: Int64) -> Int64 {
        let guess = zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(local)))
        return Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(local - Int64(guess)))))
    }
}

extension TimestampFormat {
    private init(style: Style) {
        self.style = style
        zone = .gmt
    }

    static let rfc3339 = TimestampFormat(style: .rfc3339)
}
