import ServiceLifecycle

/// Closes connections when everything else has stopped.
struct DeliveryShutdown: Service {
    let closing: @Sendable () async -> Void

    func run() async throws {
        try? await gracefulShutdown()
        await closing()
    }
}
