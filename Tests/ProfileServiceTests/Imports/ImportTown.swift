import CommonModels
import HTTPTypes
import HummingbirdTesting
import NIOCore
import ServiceKit
import StorageKit
import TestFixtures
import Testing

@testable import ProfileService

/// A service with a saved mapping, and files that people import into it.
struct ImportTown: Sendable {
    static let mapping: JSONValue = [
        "source": "shop", "event": ["name": "Order Completed"], "messageId": "shop:{id}", "userId": "{customer}",
        "timestamp": ["column": "at"], "properties": ["order_id": ["column": "id"], "revenue": ["column": "amount", "type": "decimal"]],
    ]

    let app: TestInstallation

    static func with(
        _ engine: TestEngine = .sqlite, variables: [String: String] = [:], _ body: @Sendable @escaping (ImportTown) async throws -> Void
    ) async throws {
        try await TestInstallation.of(ProfileService.self, engine: engine, variables: variables) { app in
            let town = ImportTown(app: app)
            #expect(try await town.put("orders", mapping).status == .ok)
            try await body(town)
        }
    }

    func put(_ name: String, _ mapping: JSONValue, headers: HTTPFields = [:]) async throws -> TestResponse {
        try await app.post("/v1/import-mappings/\(name)", mapping, method: .put, headers: headers)
    }

    /// A header, then an order per row; every tenth has no amount that is a number.
    static func orders(_ count: Int, from first: Int = 1) -> String {
        "id,customer,at,amount\n"
            + (first..<first + count).map { "o\($0),c\($0 % 50),2026-03-01T09:00:00Z,\($0 % 10 == 0 ? "free" : "12.50")\n" }.joined()
    }

    /// - Returns: the file's id.
    func upload(_ text: String, name: String = "orders.csv", pieces: Int = 1) async throws -> String {
        let bytes = ByteBuffer(string: text)
        let made = try await app.post("/v1/import-files", ["name": .string(name), "bytes": .integer(Int64(bytes.readableBytes))])
        #expect(made.status == .created)
        let id = try #require(made.json["id"]?.stringValue)
        let size = max(1, (bytes.readableBytes + pieces - 1) / pieces)
        var rest = bytes
        while rest.readableBytes > 0 {
            let offset = bytes.readableBytes - rest.readableBytes
            let piece = rest.readSlice(length: min(size, rest.readableBytes))
            let answer = try await send(piece ?? ByteBuffer(), to: id, at: offset)
            #expect(answer.status == .ok)
        }
        return id
    }

    func send(_ piece: ByteBuffer, to id: String, at offset: Int) async throws -> TestResponse {
        try await app.send(.put, "/v1/import-files/\(id)/content?offset=\(offset)", key: app.keys.admin, body: piece)
    }

    func start(_ file: String, _ more: JSONObject = ["mapping": "orders"]) async throws -> TestResponse {
        var body: JSONObject = ["file": .string(file)]
        for (name, value) in more { body[name] = value }
        return try await app.post("/v1/imports", .object(body))
    }

    func show(_ id: String) async throws -> JSONValue { try await app.get("/v1/imports/\(id)").json }

    /// Starts an import and returns it once it is over.
    func run(_ file: String, _ more: JSONObject = ["mapping": "orders"]) async throws -> JSONValue {
        let started = try await start(file, more)
        #expect(started.status == .accepted, "\(started.text)")
        return try await ended(try #require(try started.json["id"]?.stringValue))
    }

    func ended(_ id: String) async throws -> JSONValue {
        let end = ContinuousClock.now + .seconds(60)
        while ContinuousClock.now < end {
            let shown = try await show(id)
            if let state = shown["state"]?.stringValue, !["queued", "running"].contains(state) { return shown }
            try await Task.sleep(for: .milliseconds(10))
        }
        Issue.record("the import does not end")
        return .null
    }

    /// Waits until nobody works on it any more.
    /// - Returns: how its job ended.
    func jobEnded(_ id: String) async throws -> String? {
        let end = ContinuousClock.now + .seconds(60)
        while ContinuousClock.now < end {
            let state = try await app.get("/v1/jobs/\(id)").json["state"]?.stringValue
            if let state, !["queued", "running"].contains(state) { return state }
            try await Task.sleep(for: .milliseconds(2))
        }
        Issue.record("the job does not end")
        return nil
    }

    /// Removes what has been kept long enough by now.
    func sweep() async throws {
        let folder = ImportFolder(path: app.settings.serviceFolder + "/imports")
        let files = ImportFileStore(
            database: app.database, pieces: FolderPieces(folder: folder, database: app.database),
            audit: AuditLog(database: app.database, clock: app.time.clock), clock: app.time.clock, ids: .system(), bytesMax: 1,
            totalBytesMax: 1)
        let sweep = ImportSweep(database: app.database, files: files, clock: app.time.clock)
        while try await sweep.step() > 0 {}
    }

    /// Stored events by their message id, in the order of the log.
    func stored() async throws -> [String] {
        try await app.database.read { tx in
            try tx.rows("SELECT message_id FROM event ORDER BY event_seq").map { try $0.text("message_id") }
        }
    }

    func count(_ sql: String) async throws -> Int {
        try await app.database.read { tx in try tx.row(sql)?.int("n") ?? -1 }
    }
}
