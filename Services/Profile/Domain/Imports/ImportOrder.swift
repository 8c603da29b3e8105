/// What somebody may say to an import.
package enum ImportOrder: String, Hashable, Sendable, CaseIterable {
    case pause, resume, cancel
}
