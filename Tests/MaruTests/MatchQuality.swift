/// How well a match agrees with known answers, over pairs of records (as the record linkage literature counts).
struct MatchQuality: Hashable, Sendable {
    let profiles: Int
    let precision: Double
    let recall: Double

    /// - Parameters:
    ///   - people: for each record whom it was matched to.
    ///   - truth: for each record whom it really is.
    init(people: [Int32], truth: [String]) {
        func pairs(_ sizes: some Sequence<Int>) -> Int { sizes.reduce(0) { $0 + $1 * ($1 - 1) / 2 } }
        func sizes<Key: Hashable>(_ keys: [Key]) -> [Int] { Dictionary(keys.map { ($0, 1) }, uniquingKeysWith: +).values.map(\.self) }
        struct Both: Hashable {
            let person: Int32
            let truth: String
        }
        let matched = pairs(sizes(people))
        let real = pairs(sizes(truth))
        let right = pairs(sizes(zip(people, truth).map { Both(person: $0, truth: $1) }))
        profiles = Set(people).count
        precision = matched == 0 ? 1 : Double(right) / Double(matched)
        recall = real == 0 ? 1 : Double(right) / Double(real)
    }
}
