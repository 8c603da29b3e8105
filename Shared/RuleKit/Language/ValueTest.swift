package import CommonModels

/// A test of a trait's or a property's value. Strings are compared exactly; numbers never equal texts.
package enum ValueTest: Hashable, Sendable {
    /// A text, number, true or false.
    case equals(JSONValue)
    /// The opposite of `equals`: true also when there is no value.
    case differs(JSONValue)
    case oneOf([JSONValue])
    /// The opposite of `oneOf`: true also when there is no value.
    case noneOf([JSONValue])
    case number(NumberTest)
    /// A part of a text, or an element of an array.
    case contains(String)
    case startsWith(String)
    /// Whether there is a value other than null.
    case exists(Bool)
    case date(DateTest)

    /// Texts the lists may hold.
    package static let listCountMax = 1_000
    package static let textLengthMax = 500  // characters
}
