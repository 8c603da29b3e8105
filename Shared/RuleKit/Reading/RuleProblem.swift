import CommonModels

/// One thing wrong with a rule's JSON, and where.
package struct RuleProblem: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        case expected(Expectation)
        /// Which kinds of condition there are, because this is none of them.
        case unknownCondition
        /// Members that make the object two conditions at once.
        case ambiguous([String])
        case unknownMember(String)
        case empty
        case tooDeep(max: Int)
        case tooManyConditions(max: Int)
        case tooMany(max: Int)
        case tooLong(max: Int)
        case outOfRange(low: Double, high: Double)
        case reversedRange
        case relativeDateInFilter
    }

    package enum Expectation: String, Hashable, Sendable {
        case object, array, text, number, boolean, scalar, path, span, instant, segmentID, purpose, channel, consentStatus
        case oneTest, twoNumbers, age
    }

    /// JSON pointer (RFC 6901) into the rule; empty for the whole.
    package let pointer: String
    package let kind: Kind

    package init(pointer: String, kind: Kind) {
        self.pointer = pointer
        self.kind = kind
    }

    /// In English, as API answers say it.
    package var detail: String { detail(in: .en) }
}
