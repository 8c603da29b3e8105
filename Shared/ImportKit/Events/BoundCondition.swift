import CommonModels

/// A condition with the position of its column.
struct BoundCondition {
    let column: Int
    let condition: RowCondition

    func holds(_ record: RowRecord) -> Bool { condition.holds(record[column]) }
}
