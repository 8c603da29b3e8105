/// Something to look at before an item goes out.
package struct ContentFinding: Hashable, Sendable {
    package enum Severity: String, Hashable, Sendable, Codable {
        /// Stops publishing.
        case error
        case warning
    }

    package enum Code: String, Hashable, Sendable, Codable, CaseIterable {
        case doesNotParse
        case partMissing
        case defaultLocaleMissing
        case fragmentMissing
        case unsubscribeMissing
        case fallbackMissing
        case unknownVariable
        case smsTooLong

        package var severity: Severity {
            switch self {
            case .doesNotParse, .partMissing, .defaultLocaleMissing, .fragmentMissing, .unsubscribeMissing: .error
            case .fallbackMissing, .unknownVariable, .smsTooLong: .warning
            }
        }
    }

    package let code: Code
    package let locale: String
    package let part: String
    /// 1-based; 0 when the whole part is meant.
    package let line: Int
    /// What it is about: a variable, a fragment key, a parser's message, a length.
    package let subject: String

    package init(_ code: Code, locale: String, part: String = "", line: Int = 0, subject: String = "") {
        self.code = code
        self.locale = locale
        self.part = part
        self.line = line
        self.subject = subject
    }

    package var severity: Severity { code.severity }
}
