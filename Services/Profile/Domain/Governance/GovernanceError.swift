/// Why labels, policies or retention rules cannot be taken.
package enum GovernanceError: Error, Hashable, Sendable {
    /// - Parameter pointer: JSON pointer to the member.
    case invalid(pointer: String, expected: String)
    /// Somebody else changed them since they were read.
    case changed(version: Int64)
}
