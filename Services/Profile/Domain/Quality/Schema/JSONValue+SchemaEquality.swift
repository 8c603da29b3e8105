import CommonModels

extension JSONValue {
    /// Equality as JSON Schema means it (2020-12 core, 4.2.2): numbers by what they are worth, objects whatever the order of
    /// their members.
    func isSame(as other: JSONValue) -> Bool {
        switch (self, other) {
        case (.null, .null): true
        case (.bool(let left), .bool(let right)): left == right
        case (.string(let left), .string(let right)): left == right
        case (.integer, .integer), (.number, .integer), (.integer, .number), (.number, .number): Self.compare(self, other) == .same
        case (.array(let left), .array(let right)): left.count == right.count && zip(left, right).allSatisfy { $0.isSame(as: $1) }
        case (.object(let left), .object(let right)):
            left.count == right.count && left.allSatisfy { name, value in right[name].map { value.isSame(as: $0) } ?? false }
        case (.null, _), (.bool, _), (.string, _), (.integer, _), (.number, _), (.array, _), (.object, _): false
        }
    }

    /// Equal values have equal keys, for sets of any size.
    var sameness: String {
        var bytes: [UInt8] = []
        settled.write(into: &bytes, sorted: true)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Whole numbers written one way.
    private var settled: JSONValue {
        switch self {
        case .number(let number): Int64(exactly: number).map { .integer($0) } ?? self
        case .array(let elements): .array(elements.map(\.settled))
        case .object(let members): .object(members.mapValues(\.settled))
        case .null, .bool, .integer, .string: self
        }
    }

    enum Order { case less, same, greater }

    /// Exact, also where a Double cannot hold the integer; nil when one is no number.
    static func compare(_ left: JSONValue, _ right: JSONValue) -> Order? {
        switch (left, right) {
        case (.integer(let left), .integer(let right)): left < right ? .less : left > right ? .greater : .same
        case (.number(let left), .number(let right)): left < right ? .less : left > right ? .greater : .same
        case (.integer(let left), .number(let right)): order(left, right)
        case (.number(let left), .integer(let right)):
            switch order(right, left) {
            case .less: .greater
            case .same: .same
            case .greater: .less
            }
        case (.integer, _), (.number, _), (.null, _), (.bool, _), (.string, _), (.array, _), (.object, _): nil
        }
    }

    private static func order(_ left: Int64, _ right: Double) -> Order {
        if right >= 0x1p63 { return .less }
        if right < -0x1p63 { return .greater }
        let floor = right.rounded(.down)
        let whole = Int64(floor)
        if left != whole { return left < whole ? .less : .greater }
        return right > floor ? .less : .same
    }
}
