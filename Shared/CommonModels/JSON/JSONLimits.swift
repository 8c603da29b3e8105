/// How large a JSON text may be inside before it is refused. Bytes are limited by whoever reads the body.
package struct JSONLimits: Hashable, Sendable {
    /// Nested arrays and objects.
    package var depthMax: Int
    /// Members of one object or elements of one array.
    package var countMax: Int
    /// UTF-8 bytes of one string.
    package var stringBytesMax: Int
    /// Whether numbers beyond the range of a Double are read as null instead of refused.
    package var readsHugeNumbersAsNull: Bool

    package init(depthMax: Int = 32, countMax: Int = 100_000, stringBytesMax: Int = 1_048_576, readsHugeNumbersAsNull: Bool = false) {
        self.depthMax = depthMax
        self.countMax = countMax
        self.stringBytesMax = stringBytesMax
        self.readsHugeNumbersAsNull = readsHugeNumbersAsNull
    }

    /// 32 levels, 100,000 members, strings up to 1 MiB.
    package static let `default` = JSONLimits()
    /// For what Maru itself keeps and tells, which was judged when it came: one value nobody can read holds up no other.
    package static let stored = JSONLimits(readsHugeNumbersAsNull: true)
}
