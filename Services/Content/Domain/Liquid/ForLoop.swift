import OrderedCollections

/// What `forloop` (and `tablerowloop`) shows inside a loop.
struct ForLoop {
    let name: String
    let length: Int
    var index = 0
    let hasParent: Bool
    private let parent: LiquidValue

    init(name: String, length: Int, parent: ForLoop?) {
        self.name = name
        self.length = length
        hasParent = parent != nil
        self.parent = parent?.value ?? .null
    }

    var value: LiquidValue {
        .object(
            [
                "name": .string(name), "length": .integer(Int64(length)), "index": .integer(Int64(index + 1)), "index0": .integer(Int64(index)),
                "rindex": .integer(Int64(length - index)), "rindex0": .integer(Int64(length - index - 1)), "first": .bool(index == 0),
                "last": .bool(index == length - 1), "parentloop": parent,
            ])
    }

    /// The members a table row adds; columns count from 1.
    func tableValue(columns: Int) -> LiquidValue {
        guard case .object(var members) = value else { return value }
        let column = index % columns
        members["row"] = .integer(Int64(index / columns + 1))
        members["col"] = .integer(Int64(column + 1))
        members["col0"] = .integer(Int64(column))
        members["col_first"] = .bool(column == 0)
        members["col_last"] = .bool(column == columns - 1 || index == length - 1)
        return .object(members)
    }
}
