import CommonModels
import HTTPTypes
import HummingbirdTesting
import ServiceKit
import StorageKit
import TestFixtures
import Testing

@testable import ProfileService

@Suite("Telephone numbers of people who were erased")
struct ErasedPhoneTests {
    @Test(
        "are found however they are written, and not within other numbers",
        arguments: [
            ("o1,c1,010-1234-5678,free", true), ("{\"phone\":\"+82 (0)10.1234.5678\"}", true), ("{\"tel\":821012345678}", true),
            ("1012345678", true), ("００１０", false), ("tel ０１０-１２３４-５６７８", true), ("0082 10 1234 5678", true),
            ("2026-03-01 01012345678", true), ("01012345678,02-000-0000", true), ("9901012345678", false), ("010123456789", false),
            ("010-1234-5679", false), ("010,1234,5678", false), ("order 7", false), ("", false),
        ])
    func writings(text: String, isNamed: Bool) throws {
        #expect(try #require(ErasedPhone("+821012345678")).isNamed(in: text) == isNamed, "\(text)")
    }

    @Test("only numbers with their country are numbers", arguments: ["kim", "01012345678", "+82", "+8210x2345678", "", "a@b.kr"])
    func others(value: String) { #expect(ErasedPhone(value) == nil) }

    @Test("refused rows and events that hold one go with the person, others stay", arguments: TestEngine.available)
    func erase(engine: TestEngine) async throws {
        try await ImportTown.with(engine) { town in
            let app = town.app
            func call(_ id: String, _ more: JSONObject) -> JSONValue {
                .object(more.merging(["messageId": .string(id), "userId": "kim"]) { $1 })
            }
            let batch: [JSONValue] = [
                call("m1", ["type": "identify", "traits": ["phone": "+821029384756"]]),
                ["type": "track", "messageId": "m2", "userId": "x", "properties": ["tel": "010 2938 4756"]],
                ["type": "track", "messageId": "m3", "userId": "lee", "properties": ["tel": "010 1234 9999"]],
            ]
            #expect(try await app.post("/v1/batch", ["batch": .array(batch)]).status == .ok)
            let rows = (1...450).map { "o\($0),c\($0) 010-2938-\($0 == 300 ? 4_756 : 1_000 + $0),2026-03-01T09:00:00Z,x\n" }
            let done = try await town.run(try await town.upload("id,customer,at,amount\n" + rows.joined()))
            #expect(done["counts"]?["rejectedRows"] == 450)
            #expect(try await town.count("SELECT count(*) AS n FROM ingest_rejection") == 2)
            let subject: JSONValue = ["identity": ["namespace": "phone", "value": "+821029384756"]]
            let id = try #require(try await app.post("/v1/cases", ["kind": "erase", "subject": subject]).json["id"]?.stringValue)
            _ = try await app.post("/v1/cases/\(id)/identity-check", ["method": "signedIn"])
            _ = try await app.post("/v1/cases/\(id)/run", [:])
            #expect(try await town.count("SELECT count(*) AS n FROM import_reject") == 449)
            #expect(try await town.count("SELECT count(*) AS n FROM import_reject WHERE first_row = 300") == 0)
            let left = try await app.database.read { tx in
                try tx.rows("SELECT payload FROM ingest_rejection").map { try $0.text("payload") }
            }
            #expect(left.count == 1 && left.first?.contains("9999") == true)
        }
    }
}
