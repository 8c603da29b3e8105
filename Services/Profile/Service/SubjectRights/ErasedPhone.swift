import ProfileDomain

/// A telephone number of somebody erased, found in texts however it is written there: with or without country code, with a
/// trunk prefix, in groups. Only digits are compared.
struct ErasedPhone: Sendable {
    private static let lengths = 7...15  // digits of an E.164 number
    /// Digits of one number with everything before it, at most.
    private static let runMax = 32
    private static let separators = Set(" \t-.()/+\u{A0}\u{2010}\u{2011}\u{2013}\u{2014}\u{2212}\u{FF0B}".unicodeScalars)

    /// The digits by which the number may be written.
    private let spellings: [[UInt8]]

    /// - Parameter value: of an identity.
    /// - Returns: nil when it is not a telephone number in the form of E.164.
    init?(_ value: String) {
        let digits = value.utf8.dropFirst().map { $0 &- 48 }
        guard value.utf8.first == UInt8(ascii: "+"), Self.lengths.contains(digits.count), digits.allSatisfy({ $0 <= 9 }) else { return nil }
        let regions = PhoneRegion.all.values.filter { value.dropFirst().hasPrefix($0.callingCode) }
        guard let code = regions.map(\.callingCode.count).max() else {
            spellings = [digits]
            return
        }
        let national = Array(digits.dropFirst(code))
        let calling = Array(digits.prefix(code))
        // What is dialled before a number at home, and from abroad.
        var prefixes: [[UInt8]] = [[], [0], calling]
        prefixes.append(calling + [0])
        for abroad in [[0, 0], [0, 0, 1], [0, 1, 1]] as [[UInt8]] { prefixes.append(abroad + calling) }
        for region in regions where region.callingCode.utf8.count == code {
            for dialled in [region.trunkPrefix, region.internationalPrefix] where !dialled.isEmpty {
                let before = dialled.utf8.map { $0 &- 48 }
                prefixes.append(dialled == region.trunkPrefix ? before : before + calling)
            }
        }
        spellings = prefixes.map { $0 + national }
    }

    /// Whether the number stands in `text`: from the beginning of a group of digits to the end of one.
    func isNamed(in text: String) -> Bool {
        var run: [(digit: UInt8, opens: Bool)] = []
        var isInGroup = false
        for scalar in text.unicodeScalars {
            if let digit = Self.digit(scalar) {
                run.append((digit, !isInGroup))
                if run.count > Self.runMax * 2 { run.removeFirst(Self.runMax) }
                isInGroup = true
                continue
            }
            if isInGroup, ends(run) { return true }
            isInGroup = false
            if !Self.separators.contains(scalar) { run.removeAll(keepingCapacity: true) }
        }
        return isInGroup && ends(run)
    }

    private func ends(_ run: [(digit: UInt8, opens: Bool)]) -> Bool {
        spellings.contains { spelling in
            guard run.count >= spelling.count else { return false }
            let tail = run.suffix(spelling.count)
            return tail.first?.opens == true && zip(tail, spelling).allSatisfy { $0.digit == $1 }
        }
    }

    /// Of ASCII and of full width.
    private static func digit(_ scalar: Unicode.Scalar) -> UInt8? {
        switch scalar.value {
        case 0x30...0x39: UInt8(scalar.value - 0x30)
        case 0xFF10...0xFF19: UInt8(scalar.value - 0xFF10)
        default: nil
        }
    }
}
