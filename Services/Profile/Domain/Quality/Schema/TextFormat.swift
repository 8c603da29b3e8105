import CommonModels

/// The values of `format` that are checked. JSON Schema leaves it open whether `format` asserts; here it does.
enum TextFormat: String, Hashable, Sendable, CaseIterable {
    /// RFC 3339 `2026-11-22T09:30:00Z`
    case dateTime = "date-time"
    /// RFC 3339 full-date
    case date
    /// An address of RFC 5321 without quoted parts and comments.
    case email
    /// RFC 3986 with a scheme.
    case uri
    /// RFC 9562
    case uuid

    func matches(_ text: String) -> Bool {
        switch self {
        case .dateTime: Instant(rfc3339: text) != nil && text.utf8.count <= 40
        case .date: Self.isDate(text)
        case .email: Self.isEmail(text)
        case .uri: Self.isURI(text)
        case .uuid: Self.isUUID(text)
        }
    }

    private static func isDate(_ text: String) -> Bool {
        let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard parts.map(\.count) == [4, 2, 2], parts.joined().allSatisfy({ (48...57).contains($0) }) else { return false }
        let numbers = parts.compactMap { Int(String(decoding: $0, as: UTF8.self)) }
        return numbers.count == 3 && CivilDate(year: numbers[0], month: numbers[1], day: numbers[2]) != nil
    }

    private static func isEmail(_ text: String) -> Bool {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, (1...64).contains(parts[0].utf8.count), parts[1].utf8.count <= 255 else { return false }
        let atoms = parts[0].split(separator: ".", omittingEmptySubsequences: false)
        let labels = parts[1].split(separator: ".", omittingEmptySubsequences: false)
        return atoms.allSatisfy { !$0.isEmpty && $0.unicodeScalars.allSatisfy(isAtom) } && labels.count > 1
            && labels.allSatisfy { label in
                (1...63).contains(label.utf8.count) && !label.hasPrefix("-") && !label.hasSuffix("-")
                    && label.unicodeScalars.allSatisfy { $0 == "-" || isAlphanumeric($0) || $0.value > 127 }
            }
    }

    private static func isURI(_ text: String) -> Bool {
        guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")), let first = text.unicodeScalars.first, isLetter(first) else {
            return false
        }
        let isScheme = text[..<colon].unicodeScalars.allSatisfy { isAlphanumeric($0) || $0 == "+" || $0 == "-" || $0 == "." }
        guard isScheme else { return false }
        var rest = text.utf8[text.utf8.index(after: colon)...]
        while let byte = rest.first {
            rest.removeFirst()
            if byte == UInt8(ascii: "%") {
                guard rest.prefix(2).count == 2, rest.prefix(2).allSatisfy(isHexadecimal) else { return false }
                rest = rest.dropFirst(2)
            } else if !isURIByte(byte) {
                return false
            }
        }
        return true
    }

    private static func isUUID(_ text: String) -> Bool {
        let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        return parts.map(\.count) == [8, 4, 4, 4, 12] && parts.joined().allSatisfy(isHexadecimal)
    }

    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool { ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) }

    private static func isAlphanumeric(_ scalar: Unicode.Scalar) -> Bool { isLetter(scalar) || ("0"..."9").contains(scalar) }

    private static func isAtom(_ scalar: Unicode.Scalar) -> Bool {
        isAlphanumeric(scalar) || scalar.value > 127 || "!#$%&'*+/=?^_`{|}~-".unicodeScalars.contains(scalar)
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (65...70).contains(byte) || (97...102).contains(byte)
    }

    /// Unreserved and reserved characters of RFC 3986.
    private static func isURIByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 48...57, 65...90, 97...122: true
        default: "-._~:/?#[]@!$&'()*+,;=".utf8.contains(byte)
        }
    }
}
