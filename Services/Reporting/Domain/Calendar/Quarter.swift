/// A fiscal quarter. Its year is the one the fiscal year starts in.
package struct Quarter: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// `year × 4 + (number − 1)`: consecutive quarters are consecutive integers.
    package let index: Int

    package init(index: Int) { self.index = index }

    package init(year: Int, number: Int) { index = year * 4 + number - 1 }

    /// From `2026Q4`; nil for anything else or a year outside 1900…2999.
    package init?(_ label: some StringProtocol) {
        let parts = label.split(separator: "Q", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].count == 4, parts[1].count == 1,
            let year = Int(parts[0]), let number = Int(parts[1]),
            (1900...2999).contains(year), (1...4).contains(number)
        else { return nil }
        self.init(year: year, number: number)
    }

    package var year: Int { index / 4 }
    package var number: Int { index % 4 + 1 }
    package var description: String { "\(year)Q\(number)" }

    package var previous: Quarter { Quarter(index: index - 1) }
    package var next: Quarter { Quarter(index: index + 1) }
    package var yearBefore: Quarter { Quarter(index: index - 4) }

    package static func < (a: Quarter, b: Quarter) -> Bool { a.index < b.index }
}
