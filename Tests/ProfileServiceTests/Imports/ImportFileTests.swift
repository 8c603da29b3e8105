import CommonModels
import HTTPTypes
import HummingbirdTesting
import NIOCore
import ProfileDomain
import ServiceKit
import StorageKit
import TestFixtures
import Testing

@testable import ProfileService

@Suite("Files to import, and their mappings")
struct ImportFileTests {
    @Test(
        "a file comes whole or in pieces, and a piece that does not follow is refused with where to go on", arguments: TestEngine.available)
    func pieces(engine: TestEngine) async throws {
        try await ImportTown.with(engine) { town in
            let text = ImportTown.orders(50)
            let made = try await town.app.post("/v1/import-files", ["name": "orders.csv", "bytes": .integer(Int64(text.utf8.count))]).json
            let id = try #require(made["id"]?.stringValue)
            #expect(made["isComplete"] == false && made["receivedBytes"] == 0)
            #expect(try await town.start(id).problem == "file-incomplete")
            let half = ByteBuffer(string: String(text.prefix(700)))
            #expect(try await town.send(half, to: id, at: 0).json["receivedBytes"] == 700)
            let twice = try await town.send(half, to: id, at: 0)
            #expect(try twice.problem == "wrong-offset" && twice.json["receivedBytes"] == 700)
            #expect(try await town.send(half, to: id, at: 900).problem == "wrong-offset")
            #expect(try await town.send(ByteBuffer(string: text), to: id, at: 700).problem == "too-many-bytes")
            #expect(try await town.send(ByteBuffer(string: String(text.dropFirst(700))), to: id, at: 700).json["isComplete"] == true)
            #expect(try await town.run(id)["counts"]?["events"] == 45)
            #expect(try await town.app.send(.delete, "/v1/import-files/\(id)", key: town.app.keys.admin).status == .noContent)
            #expect(try await town.app.get("/v1/import-files/\(id)").status == .notFound)
            #expect(try await town.count("SELECT count(*) AS n FROM import_piece") == 0)
        }
    }

    @Test("a file has a name, a size and a limit")
    func limits() async throws {
        try await ImportTown.with(.sqlite, variables: ["MARU_PROFILE_IMPORT_BYTES": "2048"]) { town in
            for body: JSONValue in [
                ["name": "a", "bytes": 4_096], ["name": "", "bytes": 1], ["bytes": 1], ["name": "a", "bytes": 0], [],
            ] {
                let answer = try await town.app.post("/v1/import-files", body)
                #expect(answer.status == .unprocessableContent, "\(body.serialized)")
            }
        }
    }

    @Test("all files together have a limit, and one that goes makes room", arguments: TestEngine.available)
    func total(engine: TestEngine) async throws {
        try await ImportTown.with(engine, variables: ["MARU_PROFILE_IMPORT_BYTES": "2048"]) { town in
            func announce(_ bytes: Int64) async throws -> TestResponse {
                try await town.app.post("/v1/import-files", ["name": "a.csv", "bytes": .integer(bytes)])
            }
            var files: [String] = []
            for _ in 0..<4 { files.append(try #require(try await announce(2_048).json["id"]?.stringValue)) }
            #expect(try await announce(1_024).status == .created)
            let refused = try await announce(1_025)
            let (kept, problem) = (try refused.json["keptBytes"], refused.problem)
            #expect(problem == "file-total-limit" && kept == 9_216)
            let gone = try await town.app.send(.delete, "/v1/import-files/\(files[0])", key: town.app.keys.admin)
            #expect(gone.status == .noContent)
            #expect(try await announce(1_025).status == .created)
        }
    }

    @Test("copies that a crash left go before anything is imported, and bytes of files that are gone on every replica")
    func leftovers() async throws {
        try await ImportTown.with { town in
            let app = town.app
            let folder = ImportFolder(path: app.settings.serviceFolder + "/imports/copies")
            let pieces = DatabasePieces(folder: folder, database: app.database)
            let known = try #require(ImportFileID(try await town.upload(ImportTown.orders(3))))
            let gone: ImportFileID = IDGenerator.system().next()
            for id in [known, gone] { try await folder.write(ByteBuffer(string: "a copy"), to: id, "0") }
            let files = ImportFileStore(
                database: app.database, pieces: pieces, audit: AuditLog(database: app.database, clock: app.time.clock),
                clock: app.time.clock, ids: .system(), bytesMax: 1, totalBytesMax: 1)
            try await files.tidy()
            #expect(try await pieces.held() == [known], "another replica may have removed it")
            try await pieces.clear()
            #expect(try await pieces.held().isEmpty)
            // What is no copy stays.
            #expect(try await town.run(known.rawValue)["counts"]?["events"] == 3)
        }
    }

    @Test("a mapping is validated with pointers, and replaced only by who knows it", arguments: TestEngine.available)
    func mappings(engine: TestEngine) async throws {
        try await ImportTown.with(engine) { town in
            let bad = try await town.put(
                "bad", ["source": "x y", "messageId": "fixed", "properties": ["a": ["type": "money", "column": "A"]]])
            #expect(bad.problem == "validation")
            let pointers = Set(try bad.json["errors"]?.arrayValue?.compactMap { $0["pointer"]?.stringValue } ?? [])
            #expect(pointers.isSuperset(of: ["/source", "/messageId", "/properties/a/type", "/timestamp/column", "/event/name"]))
            #expect(try await town.put("Wrong Name".replacing(" ", with: "%20"), ImportTown.mapping).problem == "validation")
            #expect(try await town.put("orders", ImportTown.mapping).headers[.eTag] == "\"1\"", "the same again changes nothing")
            var changed = ImportTown.mapping.objectValue ?? [:]
            changed["source"] = "shop2"
            #expect(try await town.put("orders", .object(changed)).problem == "precondition-required")
            #expect(try await town.put("orders", .object(changed), headers: [.ifMatch: "\"7\""]).problem == "precondition-failed")
            #expect(try await town.put("orders", .object(changed), headers: [.ifMatch: "\"1\""]).headers[.eTag] == "\"2\"")
            let shown = try await town.app.get("/v1/import-mappings/orders").json
            #expect(shown["document"]?["source"] == "shop2" && shown["version"] == 2)
            let yaml = "source: y\nevent: {name: N}\nmessageId: '{id}'\nuserId: '{u}'\ntimestamp: {column: t}  # a word\n"
            let headers: HTTPFields = [.contentType: "application/yaml"]
            let put = try await town.app.send(
                .put, "/v1/import-mappings/yaml", key: town.app.keys.admin, headers: headers, body: ByteBuffer(string: yaml))
            #expect(try put.status == .ok && put.json["yaml"] == .string(yaml))
            #expect(try await town.app.get("/v1/import-mappings").json["items"]?.arrayValue?.count == 2)
            #expect(
                try await town.app.send(.delete, "/v1/import-mappings/yaml", key: town.app.keys.admin, headers: [.ifMatch: "*"]).status
                    == .noContent)
            #expect(try await town.app.get("/v1/import-mappings/yaml").status == .notFound)
        }
    }

    @Test("YAML that nests without end is refused, not followed", arguments: ["[", "- ", "{a: "])
    func nesting(opening: String) async throws {
        try await ImportTown.with { town in
            let body = ByteBuffer(
                string: "source: " + (opening == "- " ? "\n" : "") + String(repeating: opening, count: 60_000 / opening.count))
            let answer = try await town.app.send(
                .put, "/v1/import-mappings/deep", key: town.app.keys.admin, headers: [.contentType: "application/yaml"], body: body)
            #expect(answer.status == .unprocessableContent)
        }
    }

    @Test("an import needs a file and a mapping that are there", arguments: TestEngine.available)
    func requests(engine: TestEngine) async throws {
        try await ImportTown.with(engine) { town in
            let csv = try await town.upload(ImportTown.orders(2))
            #expect(try await town.start(csv, [:]).problem == "validation")
            #expect(try await town.start(csv, ["mapping": "nobody"]).problem == "validation")
            #expect(try await town.start(csv, ["mapping": "orders", "extra": 1]).problem == "validation")
            #expect(try await town.start("fil_01jd8x3m6ze4ys5x1q9a8b7c6d", ["mapping": "orders"]).status == .notFound)
            let reader = try town.app.keys.server(.profileRead)
            #expect(try await town.app.post("/v1/imports", ["file": .string(csv)], key: reader).problem == "forbidden")
        }
    }
}
