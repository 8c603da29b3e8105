/// Why a handler must stop. Handlers let it pass.
package enum JobInterruption: Error, Hashable, Sendable {
    case cancelled
    /// Another worker has the job: nothing of the present step is saved.
    case leaseLost
}
