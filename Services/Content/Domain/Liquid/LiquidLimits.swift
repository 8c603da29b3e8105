/// How much work one rendering may do. Reaching a limit is an error, never a truncated message.
package struct LiquidLimits: Hashable, Sendable {
    /// UTF-8 bytes of a template's source.
    package static let sourceBytesMax = 1_048_576
    /// Nested blocks while parsing.
    package static let blockDepthMax = 64
    /// Brackets and ranges inside each other, and comparisons of one condition.
    package static let expressionDepthMax = 100
    /// UTF-8 bytes of one value, everything in a list counted as often as it stands there.
    package static let valueBytesMax = 2_097_152

    /// Tags, outputs, filters and loop rounds executed.
    package var stepsMax: Int
    /// UTF-8 bytes of output, captures included.
    package var outputBytesMax: Int
    /// Rounds of one loop, items of one range and of one list that a filter makes.
    package var loopMax: Int
    /// Fragments inside fragments.
    package var partialDepthMax: Int

    package init(stepsMax: Int = 200_000, outputBytesMax: Int = 2_097_152, loopMax: Int = 10_000, partialDepthMax: Int = 16) {
        self.stepsMax = stepsMax
        self.outputBytesMax = outputBytesMax
        self.loopMax = loopMax
        self.partialDepthMax = partialDepthMax
    }

    package static let `default` = LiquidLimits()
}
