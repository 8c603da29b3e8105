package import CommonModels

/// Why a value does not fit a schema, as data.
package struct SchemaFault: Hashable, Sendable {
    /// Where in the value: a JSON Pointer (RFC 6901).
    package let pointer: String
    /// Which keyword of the schema, as a pointer into it; bounded by the schema, so that violations can be counted by it.
    package let place: String
    /// The keyword, e.g. `required`; `false` for a schema nothing fits.
    package let keyword: String
    /// What the keyword asks, e.g. `number`, `≥ 0`, a member's name.
    package let wanted: String
    /// The form of what was found, without its content; see ``ValueShape``.
    package let shape: String

    package init(pointer: String, place: String, keyword: String, wanted: String, shape: String) {
        self.pointer = pointer
        self.place = place
        self.keyword = keyword
        self.wanted = wanted
        self.shape = shape
    }

    /// In words, without the value: it may be personal.
    package var detail: String {
        switch keyword {
        case "type": "must be \(wanted)"
        case "required": "\(wanted) is required"
        case "additionalProperties": "\(wanted) is not among the members there may be"
        case "enum", "const": "must be one of \(wanted)"
        case "pattern": "must match \(wanted)"
        case "format": "must be of the format \(wanted)"
        case "minLength", "maxLength": "must have \(wanted) characters"
        case "minItems", "maxItems": "must have \(wanted) elements"
        case "minProperties", "maxProperties": "must have \(wanted) members"
        case "uniqueItems": "must not repeat an element"
        case "multipleOf": "must be a multiple of \(wanted)"
        case "anyOf": "must fit one of \(wanted) schemas"
        case "oneOf": "must fit exactly one of \(wanted) schemas"
        case "not": "must not fit the schema under not"
        case "false": "must not be there"
        case Self.effort: "is too large to be checked"
        default: "must be \(wanted)"
        }
    }

    /// The keyword of what took more steps than are taken for one value.
    package static let effort = "effort"
}

/// The form of a value without what it says, for samples that may be kept and shown: digits are 9, letters a or A, Hangul 가.
///
/// The character patterns of data profiling (T. Johnson, "Data Profiling", Encyclopedia of Database Systems, 2009).
package enum ValueShape {
    package static let lengthMax = 60  // characters
    /// Of a member's name that may be told.
    package static let nameLengthMax = 40  // characters

    package static func text(of value: JSONValue) -> String {
        switch value {
        case .null: "null"
        case .bool: "boolean"
        case .integer(let value): masked(String(value))
        case .number(let value): masked(value.description)
        case .string(let text): "\"" + masked(text) + "\""
        case .array(let elements): "[\(elements.count)]"
        case .object(let members): "{\(members.count)}"
        }
    }

    /// A member's name the sender made up, as it may be told: people's names and addresses come as names of members too, so
    /// what is no plain word is told as its form.
    package static func name(_ name: String) -> String { isPlain(name) ? name : masked(name) }

    /// Letters and digits of ASCII, `_` and `-`, at most ``nameLengthMax``.
    package static func isPlain(_ name: some StringProtocol) -> Bool {
        name.utf8.count <= nameLengthMax
            && name.utf8.allSatisfy { byte in
                (byte | 0x20 >= 97 && byte | 0x20 <= 122) || (byte >= 48 && byte <= 57) || byte == 95 || byte == 45
            }
    }

    private static func masked(_ text: String) -> String {
        let shown = text.prefix(lengthMax).unicodeScalars.map { scalar -> Character in
            switch scalar {
            case "0"..."9": "9"
            case "A"..."Z": "A"
            case "a"..."z": "a"
            case "\u{AC00}"..."\u{D7A3}", "\u{3131}"..."\u{318E}": "가"
            default:
                scalar.isASCII && scalar.value >= 32 ? Character(scalar) : scalar.properties.isAlphabetic ? "x" : "·"
            }
        }
        return String(shown) + (text.count > lengthMax ? "…" : "")
    }
}
