package import CommonModels

/// What people call a segment, in both languages of the console.
package struct SegmentName: Hashable, Sendable, Codable {
    package static let lengthMax = 80  // characters

    package let ko: String
    package let en: String

    /// - Returns: nil unless both are 1…80 characters.
    package init?(ko: String, en: String) {
        guard [ko, en].allSatisfy({ !$0.isEmpty && $0.count <= SegmentName.lengthMax }) else { return nil }
        self.ko = ko
        self.en = en
    }

    package func text(in locale: ConsoleLocale) -> String {
        switch locale {
        case .ko: ko
        case .en: en
        }
    }
}
