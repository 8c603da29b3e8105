/// One account's money, in minor units.
package struct AccountBalance: Hashable, Sendable {
    /// Up to the end of the quarter looked at.
    package let through: Int64
    /// Within that quarter.
    package let inQuarter: Int64

    package init(through: Int64, inQuarter: Int64) {
        self.through = through
        self.inQuarter = inQuarter
    }

    package static let zero = AccountBalance(through: 0, inQuarter: 0)
}
