/// Phone numbers in the form of ITU-T E.164: `+821012345678`.
package enum PhoneNumber {
    private static let digitsMin = 7
    private static let digitsMax = 15

    /// - Parameter region: of numbers written without a country code, e.g. `KR`.
    /// - Throws: ``PhoneRefusal``; nothing is guessed.
    package static func e164(_ text: String, region: String) throws(PhoneRefusal) -> String {
        var (digits, isInternational) = try read(text)
        guard (digitsMin...digitsMax + 5).contains(digits.count) else { throw .length }
        guard let home = PhoneRegion.all[region] else { throw .country }
        if !isInternational, !home.internationalPrefix.isEmpty, digits.hasPrefix(home.internationalPrefix) {
            digits.removeFirst(home.internationalPrefix.count)
            isInternational = true
        }
        return isInternational ? try international(digits) : try national(digits, home)
    }

    /// The digits, and whether a plus stands before them. `(0)` after a country code is a trunk prefix and left out.
    private static func read(_ text: String) throws(PhoneRefusal) -> (digits: String, isInternational: Bool) {
        var digits = ""
        var isInternational = false
        for character in text.replacing("(0)", with: "") {
            if let number = character.wholeNumberValue, character.unicodeScalars.first?.properties.numericType == .decimal {
                digits.append(String(number))
            } else if character == "+" || character == "＋" {
                guard digits.isEmpty, !isInternational else { throw .letters }
                isInternational = true
            } else if character == "x" || character == "X" || character == "#" || character == ";" {
                throw .extension
            } else if !" -.()/\u{A0}‐‑–—−".contains(character) {
                throw text.lowercased().contains("ext") || text.contains("내선") ? .extension : .letters
            }
        }
        return (digits, isInternational)
    }

    private static func international(_ digits: String) throws(PhoneRefusal) -> String {
        let regions = PhoneRegion.all.values.filter { digits.hasPrefix($0.callingCode) }
        guard let longest = regions.map(\.callingCode.count).max() else { throw .country }
        for region in regions where region.callingCode.count == longest {
            var rest = digits.dropFirst(longest)
            if region.takes(rest) { return "+" + digits }
            // +82 010-…: the trunk prefix does not belong there, and no national number begins with it.
            if region.trunkPrefix == "0", rest.hasPrefix("0") {
                rest = rest.dropFirst()
                if region.takes(rest) { return "+" + region.callingCode + rest }
            }
        }
        throw .number
    }

    private static func national(_ digits: String, _ home: PhoneRegion) throws(PhoneRefusal) -> String {
        let trunk = home.trunkPrefix
        if !trunk.isEmpty, digits.hasPrefix(trunk) {
            let rest = digits.dropFirst(trunk.count)
            if home.takes(rest) { return "+" + home.callingCode + rest }
        }
        if trunk != "0" || !digits.hasPrefix("0"), home.takes(digits[...]) { return "+" + home.callingCode + digits }
        // 82 10 …: the country code without its plus, where the whole is no number of the region.
        let rest = digits.dropFirst(home.callingCode.count)
        if digits.hasPrefix(home.callingCode), home.takes(rest) { return "+" + digits }
        throw .number
    }
}
