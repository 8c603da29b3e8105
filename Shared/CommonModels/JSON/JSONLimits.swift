/// How large a JSON text may be inside before it is refused. Bytes are limited by whoever reads the body.
package struct JSONLimits: Hashable, Sendable {
    /// Nested arrays and objects.
    package var depthMax: Int
    /// Members of one object or elements of one array.
    package var countMax: Int
    /// UTF-8 bytes of one string.
    package var stringBytesMax: Int

    package init(depthMax: Int = 32, countMax: Int = 100_000, stringBytesMax: Int = 1_048_576) {
        self.depthMax = depthMax
        self.countMax = countMax
        self.stringBytesMax = stringBytesMax
    }

    /// 32 levels, 100,000 members, strings up to 1 MiB.
    package static let `default` = JSONLimits()
}
