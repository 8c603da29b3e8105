package import CommonModels

/// What people call a thing in the console, in Korean and English.
package struct BilingualName: Hashable, Sendable {
    package static let lengthMax = 120  // characters
    package let ko: String
    package let en: String

    package init(ko: String, en: String) {
        self.ko = ko
        self.en = en
    }

    package var json: JSONValue { .object(["ko": .string(ko), "en": .string(en)]) }

    /// Reads `{"ko","en"}`; one of the two is enough and stands for both.
    package static func read(_ value: JSONValue, at pointer: String) -> (BilingualName?, [FieldProblem]) {
        var reader = DocumentReader(value, at: pointer)
        let ko = reader.text("ko", max: lengthMax, required: false)
        let en = reader.text("en", max: lengthMax, required: false)
        reader.closeUnknown()
        guard let one = ko ?? en else {
            if reader.problems.isEmpty { reader.reject("", "needs a Korean or an English name") }
            return (nil, reader.problems)
        }
        return (BilingualName(ko: ko ?? one, en: en ?? one), reader.problems)
    }
}
