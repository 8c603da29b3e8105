/// A name people give to an offer, placement, cap or experiment: what code and feeds call it by.
package enum CatalogueKey {
    /// Characters.
    package static let lengthMax = 64

    /// Lower-case letters, digits, `-`, `_` and `.`, starting with a letter or a digit.
    package static func isValid(_ text: String) -> Bool {
        guard let first = text.utf8.first, text.utf8.count <= lengthMax, isAlphanumeric(first) else { return false }
        return text.utf8.allSatisfy { isAlphanumeric($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: ".") }
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}

extension DocumentReader {
    package mutating func key(_ field: String = "key") -> String? {
        guard let text = text(field, max: CatalogueKey.lengthMax) else { return nil }
        guard CatalogueKey.isValid(text) else {
            reject(field, "must be lower-case letters, digits, '-', '_' or '.', starting with a letter or digit")
            return nil
        }
        return text
    }
}
