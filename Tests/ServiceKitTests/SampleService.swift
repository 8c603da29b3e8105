import CommonModels
import HTTPTypes
import Hummingbird
import ServiceKit
import StorageKit

/// A service with one route of each sort, for the tests of the frame.
struct SampleService: MaruService {
    static let name = ServiceName.segment
    static let openAPI = "openapi: 3.1.0\n"
    static let openPaths = ["/u/*"]
    static let migrations = [
        MigrationSet(
            component: "sample",
            steps: [Migration(1, "notes", ["CREATE TABLE note (id SERIAL_KEY, title TEXT NOT NULL)"])])
    ]

    struct NoteBody: Decodable {
        let title: String
        let stars: Int?
    }

    struct NoteFailure: Error {}

    private let frame: ServiceFrame

    init(frame: ServiceFrame) async throws { self.frame = frame }

    var jobHandlers: [String: JobHandler] { ["sample.count": Self.count] }

    var problemShapes: [ProblemShape] {
        [
            ProblemShape(paths: ["/ofrep"]) { problem, _, _ in
                Response(
                    status: problem.status, headers: problem.headerFields,
                    body: .init(byteBuffer: .init(string: "{\"errorDetails\":\"\(problem.title)\"}")))
            }
        ]
    }

    func queueDepths(in tx: any SQLTransaction) throws -> [QueueDepth] { [try .count("sample_notes", "note", in: tx)] }

    func addRoutes(to router: Router<ServiceContext>) {
        router.requiring(.segmentRead, path: "/v1/notes").get(use: list).get(":id", use: show)
        router.requiring(.segmentWrite, path: "/v1/notes").post(use: create).put(":id", use: replace).post("jobs", use: startJob)
        router.requiring(.ingest).post("/v1/track") { _, _ in HTTPResponse.Status.accepted }
        router.requiring(.admin, path: "/v1/fail").get("unknown") { _, _ -> String in throw NoteFailure() }
            .get("storage") { _, _ -> String in throw StorageError.unavailable("disk full") }
        router.requiring(.segmentRead).get("/ofrep/v1/flag") { _, _ in "on" }
        router.requiring(.segmentRead).get("/ui/segment/") { _, context in context.locale.rawValue }
            .post("/ui/segment/rename") { request, context in try await request.formBody(context)["title"] ?? "" }
        router.get("/u/hello") { _, _ in "open" }
    }

    @Sendable private func list(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        let page = try PageRequest(request)
        let titles = try await frame.database.read { tx in
            try tx.rows("SELECT title FROM note ORDER BY id LIMIT $1", [page.limit + 1]).map { try $0.text("title") }
        }
        return try JSONResponse(.ok, page.page(titles, item: { $0 }, key: { $0 }))
    }

    @Sendable private func show(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        throw Problem.notFound("note", try context.text("id"))
    }

    @Sendable private func create(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        let note = try await request.jsonBody(NoteBody.self, context)
        guard note.title != "fail" else { throw NoteFailure() }
        let count = try await frame.database.write { tx in
            try tx.execute("INSERT INTO note (title) VALUES ($1)", [note.title])
            try frame.audit.record(context, action: "note.create", object: note.title, in: tx)
            return try tx.row("SELECT count(*) AS n FROM note")?.integer("n") ?? 0
        }
        return JSONResponse(.created, json: ["count": .integer(count)], headers: [.location: "/v1/notes/\(count)"])
    }

    @Sendable private func replace(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        try request.requireIfMatch(3)
        return JSONResponse(.ok, json: [:])
    }

    @Sendable private func startJob(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        let job = try await frame.jobs.start(kind: "sample.count", total: 3, requestedBy: context.requirePrincipal().id)
        return try JSONResponse(.accepted, JobView(job), headers: [.location: "/v1/jobs/\(job.id)"])
    }

    private static let count: JobHandler = { execution in
        for step in 1...3 { try await execution.report(done: Int64(step), checkpoint: .integer(Int64(step))) }
    }
}
