import AsyncHTTPClient
import CommonModels
import NIOCore
import NIOHTTP1
import ServiceLifecycle

/// Waits until every service answers `/readyz`, says so once, then waits for the end.
struct ReadinessAnnouncer: Service {
    private static let askEvery = Duration.milliseconds(200)

    let addresses: Addresses
    let within: Duration
    let printer: LogPrinter

    func run() async throws {
        do {
            try await cancelWhenGracefulShutdown { try await announce() }
        } catch is CancellationError {
            return
        }
        try? await gracefulShutdown()
    }

    private func announce() async throws {
        let deadline = ContinuousClock.now + within
        var waiting = ServiceName.allCases
        while !waiting.isEmpty {
            var still: [ServiceName] = []
            for name in waiting where try await !isReady(name) { still.append(name) }
            waiting = still
            guard ContinuousClock.now < deadline else {
                printer.note("Not ready yet: \(waiting.map(\.rawValue).joined(separator: ", ")). Their lines above say why.")
                return
            }
            if !waiting.isEmpty { try await Task.sleep(for: Self.askEvery) }
        }
        printer.note("Maru is ready: \(addresses.url(of: .reporting))/ui/reporting/")
    }

    private func isReady(_ name: ServiceName) async throws -> Bool {
        let request = HTTPClientRequest(url: addresses.url(of: name) + "/readyz")
        do {
            return try await HTTPClient.shared.execute(request, timeout: .seconds(2)).status == .ok
        } catch {
            try Task.checkCancellation()
            return false
        }
    }
}
