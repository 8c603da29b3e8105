/// A normalization put together by an administrator.
package struct CustomNormalization: Hashable, Sendable, Codable {
    package static let removedCountMax = 20  // characters

    package let isLowercased: Bool
    /// Characters that are taken out wherever they stand, e.g. `- ` for card numbers written in groups.
    package let removed: String
    /// Only ASCII digits may be left.
    package let digitsOnly: Bool
    /// Characters that must be left, 1 to 255.
    package let lengthMin: Int
    package let lengthMax: Int

    package init(isLowercased: Bool, removed: String, digitsOnly: Bool, lengthMin: Int, lengthMax: Int) {
        self.isLowercased = isLowercased
        self.removed = removed
        self.digitsOnly = digitsOnly
        self.lengthMin = lengthMin
        self.lengthMax = lengthMax
    }

    func normalized(_ text: String) throws(IdentityRefusal) -> String {
        let value = cleaned(text)
        guard !value.isEmpty else { throw .empty }
        if digitsOnly, !value.utf8.allSatisfy({ (48...57).contains($0) }) { throw .notDigits }
        guard (lengthMin...lengthMax).contains(value.count) else { throw .wrongLength }
        return value
    }

    func cleaned(_ text: String) -> String {
        let value = removed.isEmpty ? text : text.filter { !removed.contains($0) }
        return isLowercased ? value.lowercased() : value
    }

    var faults: [(pointer: String, detail: String)] {
        var faults: [(String, String)] = []
        if removed.count > Self.removedCountMax { faults.append(("/normalization/removed", "at most 20 characters")) }
        if lengthMin < 1 || lengthMax > IdentityNamespace.valueLengthMax || lengthMin > lengthMax {
            faults.append(("/normalization/lengthMin", "lengthMin and lengthMax from 1 to 255, the smaller first"))
        }
        return faults
    }
}
