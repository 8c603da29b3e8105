/// Carries out plans, one change after the other, each on the version the plan saw.
package struct ConfigApplier: Sendable {
    package let server: any ConfigServer

    package init(server: any ConfigServer) { self.server = server }

    /// - Parameter report: called after each change.
    /// - Throws: ``ConfigError/stopped(change:file:reason:done:)`` at the first refusal.
    package func apply(_ plan: ConfigPlan, report: (ConfigChange) -> Void = { _ in }) async throws {
        for (done, change) in plan.effective.enumerated() {
            do {
                try await change.kind.write(change, server)
            } catch let refusal as ConfigRefusal {
                throw ConfigError.stopped(change: change.title, file: change.file?.path, reason: refusal.reason, done: done)
            } catch ConfigError.unreachable(let service, let reason) {
                throw ConfigError.stopped(
                    change: change.title, file: change.file?.path, reason: "\(service) does not answer: \(reason)", done: done)
            }
            report(change)
        }
    }
}
