import CommonModels

/// How much imports may take.
package enum ImportLimits {
    /// Characters of a mapping's name, its first one a letter.
    package static let nameLengthMax = 60
    package static let mappingsMax = 500
    /// Imports that are not over.
    package static let unfinishedMax = 200
    /// Characters of a file's name.
    package static let fileNameLengthMax = 200
    /// Bytes of a file when nothing else is set.
    package static let fileBytesDefault: Int64 = 4 * 1_073_741_824
    /// How many of the largest files fit into what may be kept in all, when nothing else is set.
    package static let filesInTotal: Int64 = 5
    /// Files kept at one time.
    package static let filesMax = 200
    /// Bytes of one piece of a file, as it is kept.
    package static let pieceBytesMax = 4 * 1_048_576
    /// How long a file is kept after it was used last.
    package static let fileKeptFor = Duration.days(7)
    /// How long an import, its counts and its rejected rows can be looked at; a paused one is cancelled then.
    package static let importKeptFor = Duration.days(30)
    /// Rows that were refused before an import gives up: something else is wrong then than the rows.
    package static let rejectsMax = 100_000
    /// Bytes of refused rows before an import gives up.
    package static let rejectBytesMax: Int64 = 256 * 1_048_576
    /// Bytes shown of an event that ingest refused.
    package static let rejectTextMax = 65_536
    /// Events that one import has in one transaction.
    package static let stepEvents = 2_000
    package static let stepBytes = 4 * 1_048_576
    /// Events a dry run shows, and bytes of each that it shows.
    package static let samplesMax = 5
    package static let sampleBytesMax = 8_192
}
