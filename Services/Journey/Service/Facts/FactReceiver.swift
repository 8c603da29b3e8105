/// Who is told facts. ``ProfileFactReceiver`` tells Profile.
package protocol FactReceiver: Sendable {
    /// - Returns: those that were taken, or never can be; the others are told again.
    func tell(_ facts: [Fact]) async -> [Fact]
}
