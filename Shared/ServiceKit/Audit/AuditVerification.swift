/// What computing the audit chain again found.
package struct AuditVerification: Hashable, Sendable, Codable {
    /// Sound entries from the beginning.
    package let entries: Int64
    /// The first entry that was changed, or that follows one that was removed; nil if the chain is whole.
    package let firstBroken: Int64?
    /// The hash of the last sound entry. Kept elsewhere, it also proves that nothing was cut off the end.
    package let headHash: String

    package init(entries: Int64, firstBroken: Int64?, headHash: String) {
        self.entries = entries
        self.firstBroken = firstBroken
        self.headHash = headHash
    }
}
