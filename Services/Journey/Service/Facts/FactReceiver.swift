/// Who is told facts. ``ProfileFactReceiver`` tells Profile.
package protocol FactReceiver: Sendable {
    /// - Returns: true when all of them are durably stored there.
    func tell(_ facts: [Fact]) async -> Bool
}
