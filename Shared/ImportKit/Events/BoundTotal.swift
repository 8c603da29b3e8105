import CommonModels

/// A sum over rows with the positions of its columns.
struct BoundTotal {
    let rule: ImportMapping.Total
    /// `"revenue":`
    let key: [UInt8]
    private let factors: [Int]
    private let conditions: [BoundCondition]

    init(_ rule: ImportMapping.Total, factors: [Int], conditions: [BoundCondition]) {
        self.rule = rule
        key = JSONBytes.string(rule.name) + ":".utf8
        self.factors = factors
        self.conditions = conditions
    }

    /// What this row adds, in units of the last digit.
    /// - Throws: ``RowProblem`` when a factor is no number or the amount does not fit.
    func amount(_ record: RowRecord) throws(RowProblem) -> Int64 {
        guard conditions.allSatisfy({ $0.holds(record) }) else { return 0 }
        var product = DecimalBytes(mantissa: rule.negated ? -1 : 1, digits: 0)
        for column in factors {
            guard let factor = DecimalBytes(record[column]) else {
                throw RowProblem("\(rule.name): '\(record.text(column))' is not a number")
            }
            guard let next = product.times(factor) else { throw RowProblem("\(rule.name): the amount is too large") }
            product = next
        }
        guard let amount = product.rounded(digits: rule.digits) else { throw RowProblem("\(rule.name): the amount is too large") }
        return amount
    }
}
