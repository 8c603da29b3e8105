import CommonModels
import HTTPTypes
import Hummingbird
import NIOCore
import StorageKit

/// `/healthz` (alive), `/readyz` (storage answers and the service's checks hold), `/metrics` (scope `metrics:read`).
struct HealthRoutes {
    let frame: ServiceFrame
    let readiness: @Sendable () async -> [ReadinessCheck]
    let queueDepths: @Sendable (any SQLTransaction) throws -> [QueueDepth]

    func add(to router: Router<ServiceContext>) {
        router.get("/healthz", use: alive).get("/readyz", use: ready)
        router.requiring(.metricsRead).get("/metrics", use: metrics)
    }

    @Sendable private func alive(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        JSONResponse(.ok, json: ["status": "alive", "service": .string(frame.settings.service.rawValue)])
    }

    @Sendable private func ready(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        let checks = [await storage()] + (await readiness())
        let isReady = checks.allSatisfy(\.isReady)
        return try JSONResponse(
            isReady ? .ok : .serviceUnavailable, ReadinessReport(status: isReady ? "ready" : "notReady", checks: checks),
            headers: isReady ? [:] : [.retryAfter: "1"])
    }

    @Sendable private func metrics(_ request: Request, _ context: ServiceContext) async throws -> Response {
        await sampleQueues()
        return Response(
            status: .ok, headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: frame.metrics.text())))
    }

    /// Storage that is away keeps nobody from reading the other metrics; the last depths stay.
    private func sampleQueues() async {
        let (jobs, queueDepths, metrics) = (frame.jobs, queueDepths, frame.metrics)
        metrics.setGauge("maru_storage_waiting_calls", Double(frame.database.waiting))
        let depths = try? await frame.database.read { tx in try queueDepths(tx) + [jobs.depth(in: tx)] }
        for depth in depths ?? [] { metrics.setGauge("maru_queue_items", Double(depth.items), labels: [("queue", depth.queue)]) }
    }

    private func storage() async -> ReadinessCheck {
        do {
            let one = try await frame.database.read { tx in try tx.row("SELECT 1 AS one")?.integer("one") }
            return ReadinessCheck(name: "storage", isReady: one == 1)
        } catch {
            return ReadinessCheck(name: "storage", isReady: false, detail: "Storage does not answer.")
        }
    }
}
