/// What a run is doing at its node.
package enum RunState: String, Hashable, Sendable, CaseIterable {
    /// The node has not been carried out; it is due at `due`.
    case ready
    /// A wait; it ends at `due`.
    case waiting
    /// The Decision service is to be asked; the next attempt is due at `due`.
    case deciding
    /// A message is being sent; the run moves on when its send record is settled.
    case sending
    case finished
}
