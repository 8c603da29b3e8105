package import CommonModels

/// How large what is known of one person or group may grow.
package enum TraitLimits {
    package static let countMax = 500  // living statements of one sheet; twice as many with those taken back
    package static let nameLengthMax = 100  // characters
    package static let valueBytesMax = 8_192  // as JSON
    package static let depthMax = 5  // objects and arrays in one another
    package static let leavesMax = 200  // of a nested object, members that were taken away included

    /// Why a value cannot be kept; nil when it can.
    package static func fault(of value: JSONValue, named name: String) -> TraitFault.Reason? {
        guard !name.isEmpty, name.count <= nameLengthMax else { return .name }
        switch value {
        case .null, .bool, .integer, .number: return nil
        case .string(let text): return text.utf8.count > valueBytesMax ? .tooLarge : nil
        case .array, .object:
            guard depth(of: value, below: depthMax + 1) <= depthMax else { return .tooDeep }
            return value.serialized.utf8.count > valueBytesMax ? .tooLarge : nil
        }
    }

    /// Looks no further down than `limit`.
    private static func depth(of value: JSONValue, below limit: Int) -> Int {
        guard limit > 0 else { return 1 }
        return switch value {
        case .null, .bool, .integer, .number, .string: 0
        case .array(let elements): 1 + (elements.map { depth(of: $0, below: limit - 1) }.max() ?? 0)
        case .object(let members): 1 + (members.values.map { depth(of: $0, below: limit - 1) }.max() ?? 0)
        }
    }
}

/// A stated trait that was not kept. The event that stated it is.
package struct TraitFault: Hashable, Sendable {
    package enum Reason: String, Hashable, Sendable {
        case name = "trait-name"
        case tooLarge = "trait-too-large"
        case tooDeep = "trait-too-deep"
        case tooMany = "too-many-traits"

        package var detail: String {
            switch self {
            case .name: "A trait's name has 1 to \(TraitLimits.nameLengthMax) characters."
            case .tooLarge: "A trait's value has at most \(TraitLimits.valueBytesMax) bytes and \(TraitLimits.leavesMax) members."
            case .tooDeep: "A trait's value has at most \(TraitLimits.depthMax) levels."
            case .tooMany: "A person or group has at most \(TraitLimits.countMax) traits."
            }
        }
    }

    package let name: String
    package let reason: Reason

    /// JSON Pointer below `traits`.
    package var pointer: String { "/" + name.prefix(TraitLimits.nameLengthMax).replacing("~", with: "~0").replacing("/", with: "~1") }
}
