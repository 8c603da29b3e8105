package import CommonModels

/// How much signals may take.
package enum SignalLimits {
    /// Bytes of one signal's properties, as JSON.
    package static let propertiesBytesMax = 32 * 1_024
    /// Bytes of a request.
    package static let bodyBytesMax = 512 * 1_024
    /// Signals of one request.
    package static let batchCountMax = 500
    /// Characters of a messageId.
    package static let messageIDLengthMax = 255
    package static let typesMax = 200
    /// Characters of a type's name in each language, and of its description.
    package static let nameLengthMax = 80
    package static let descriptionLengthMax = 500
    package static let sourcesMax = 20
    package static let sourceLengthMax = 100  // characters
    /// Days signals of a type are kept; as long a repeated messageId is known.
    package static let keepDays: ClosedRange<Int64> = 30...3_650
    package static let keepDaysDefault: Int64 = 90
    /// How far ahead of the server's clock a signal may lie.
    package static let futureMax = Duration.days(1)
    /// Signals before this instant are refused as a wrong clock.
    package static let earliest = Instant(secondsSince1970: 631_152_000)
}
