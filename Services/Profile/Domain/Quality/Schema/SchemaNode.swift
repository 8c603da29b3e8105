import CommonModels

/// One schema of a document, compiled. A class, since checks pass it on for every value and its parts are many.
final class SchemaNode: Sendable {
    let parts: SchemaParts

    init(_ parts: SchemaParts) { self.parts = parts }
}

/// What one schema asks. Other schemas are named by number, so that one may refer to itself.
struct SchemaParts: Sendable {
    /// A JSON Pointer into the document.
    let place: String
    /// `false`: nothing fits.
    var isNever = false
    var kinds = JSONKinds.any
    /// Of `enum` and of `const`; a value must be among each.
    var options: [(keyword: String, values: [JSONValue])] = []

    var bounds: [Bound] = []
    var multiple: (divisor: DecimalQuotient, text: String)?

    var lengthMin: Int?
    var lengthMax: Int?
    var pattern: TextPattern?
    var format: TextFormat?

    var items: Int?
    var itemsMin: Int?
    var itemsMax: Int?
    var isUnique = false

    var properties: [String: Int] = [:]
    /// In the order of the document, for completeness.
    var propertyNames: [String] = []
    var required: [String] = []
    var additional: Int?
    var membersMin: Int?
    var membersMax: Int?

    var reference: Int?
    var allOf: [Int] = []
    var anyOf: [Int] = []
    var oneOf: [Int] = []
    var not: Int?

    /// One end of a range of numbers.
    struct Bound: Sendable {
        enum Kind: String, CaseIterable, Sendable {
            case minimum, exclusiveMinimum, maximum, exclusiveMaximum

            var sign: String {
                switch self {
                case .minimum: "≥"
                case .exclusiveMinimum: ">"
                case .maximum: "≤"
                case .exclusiveMaximum: "<"
                }
            }

            func holds(_ order: JSONValue.Order) -> Bool {
                switch self {
                case .minimum: order != .less
                case .exclusiveMinimum: order == .greater
                case .maximum: order != .greater
                case .exclusiveMaximum: order == .less
                }
            }
        }

        let kind: Kind
        let value: JSONValue
    }

    init(place: String) { self.place = place }

    /// Whether strings are looked at.
    var checksText: Bool { lengthMin != nil || lengthMax != nil || pattern != nil || format != nil }
    var checksObject: Bool { !properties.isEmpty || !required.isEmpty || additional != nil || membersMin != nil || membersMax != nil }
}
