import ArgumentParser
import Foundation
import GRDB
import Hummingbird
import Logging
import NIOCore

/// The floors of the benchmarks, run as a process of their own: a bare "hello", and the naive event store: JSONDecoder
/// into a Codable tree, one insert per event into one table, a transaction per request, synchronous FULL, nothing else.
struct ReferenceServer: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "reference", shouldDisplay: false)

    @Option var port: Int
    @Option var database: String

    func run() async throws {
        let pool = try DatabasePool(path: database)
        // After the pool is made, which makes it NORMAL.
        try await pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
        try await pool.write {
            try $0.execute(
                sql:
                    "CREATE TABLE IF NOT EXISTS event (id INTEGER PRIMARY KEY, message_id TEXT, type TEXT, name TEXT, user_id TEXT, anonymous_id TEXT)"
            )
        }
        let router = Router()
        router.get("/hello") { _, _ in "hello" }
        router.post("/v1/batch") { request, _ -> HTTPResponse.Status in
            let body = try await request.body.collect(upTo: 4 * 1_024 * 1_024)
            let batch = try JSONDecoder().decode(Tree.self, from: Data(body.readableBytesView))
            try await pool.write { try Self.insert(batch, into: $0) }
            return .ok
        }
        router.get("/readyz") { _, _ in "ready" }
        var logger = Logger(label: "reference")
        logger.logLevel = .error
        let application = Application(
            router: router, configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: port), serverName: nil),
            logger: logger)
        try await application.runService()
    }

    private static func insert(_ batch: Tree, into database: Database) throws {
        let statement = try database.cachedStatement(
            sql: "INSERT INTO event (message_id, type, name, user_id, anonymous_id) VALUES (?, ?, ?, ?, ?)")
        for event in batch["batch"]?.elements ?? [] {
            try statement.execute(
                arguments: [
                    event["messageId"]?.text, event["type"]?.text, event["event"]?.text, event["userId"]?.text, event["anonymousId"]?.text,
                ])
        }
    }
}
