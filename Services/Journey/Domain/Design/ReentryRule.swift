package import CommonModels

/// May a person who has been in a journey enter it again? Nobody is ever in one journey twice at the same time.
package enum ReentryRule: Hashable, Sendable {
    /// One run per person, ever.
    case once
    /// Again, after the earlier run has ended.
    case afterExit
    /// Again, after the earlier run has ended, and at most once in this span counted from the last entry.
    case every(Span)

    package var json: JSONValue {
        switch self {
        case .once: .string("once")
        case .afterExit: .string("afterExit")
        case .every(let span): .object(["every": .string(span.text)])
        }
    }
}
