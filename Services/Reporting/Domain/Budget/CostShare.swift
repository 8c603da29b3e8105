package import CommonModels

/// The part of an initiative's cost that one department bears.
package struct CostShare: Hashable, Sendable {
    package static let sharesMax = 50

    package let department: DepartmentID
    /// 1/100 of a percent, 1…10,000.
    package let basisPoints: Int

    package init(department: DepartmentID, basisPoints: Int) {
        self.department = department
        self.basisPoints = basisPoints
    }

    /// - Throws: ``BudgetProblem`` unless the shares are positive and make 100 % together.
    package static func check(_ shares: [CostShare]) throws(BudgetProblem) {
        guard shares.count <= sharesMax else { throw .tooManyShares(max: sharesMax) }
        for share in shares where share.basisPoints <= 0 { throw .shareNotPositive(share.department) }
        let sum = shares.reduce(0) { $0 + $1.basisPoints }
        guard sum == 10_000 else { throw .sharesMustSumTo100(basisPoints: sum) }
    }

    /// Splits an amount so that the parts sum to it exactly: whole units down, what is left to the largest remainders, ties in list order.
    package static func split(_ minorUnits: Int64, by shares: [CostShare]) -> [Int64] {
        guard !shares.isEmpty else { return [] }
        let exact = shares.map { Int128(minorUnits) * Int128($0.basisPoints) }
        var parts = exact.map { Int64($0 / 10_000) }
        let left = minorUnits - parts.reduce(0, +)
        let order = exact.indices.sorted { a, b in
            let (left, right) = ((exact[a] % 10_000).magnitude, (exact[b] % 10_000).magnitude)
            return left == right ? a < b : left > right
        }
        for index in order.prefix(Int(left.magnitude)) { parts[index] += left.signum() }
        return parts
    }
}
