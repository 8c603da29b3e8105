/// How a run ended.
package enum RunOutcome: String, Hashable, Sendable, CaseIterable {
    /// An exit node was reached.
    case completed
    /// The goal's event happened.
    case converted
    /// Two profiles in the journey turned out to be one person; the other run goes on.
    case mergedDuplicate
    /// The journey was archived.
    case archived
    /// A step could not be carried out, however often it was tried; the trace says why.
    case failed
}
