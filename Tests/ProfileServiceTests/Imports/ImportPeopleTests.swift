import CommonModels
import HTTPTypes
import HummingbirdTesting
import StorageKit
import TestFixtures
import Testing

@testable import ProfileService

@Suite("Imports of people")
struct ImportPeopleTests {
    private static let at = "2026-03-01T09:00:00Z"

    @Test("rows of one person become one profile by the keys of the mapping", arguments: TestEngine.available)
    func matched(engine: TestEngine) async throws {
        try await ImportTown.with(engine) { town in
            let mapping: JSONValue = [
                "source": "register", "event": ["type": "identify"], "messageId": "register:{id}", "anonymousId": "register:{person}",
                "match": ["keys": ["ssn", "name+born"]], "timestamp": ["column": "at"], "properties": ["city": ["column": "city"]],
            ]
            #expect(try await town.put("register", mapping).status == .ok)
            let rows = [
                "1,Kim,1990,11,Seoul", "2,Lee,1980,22,Busan", "3,KIM,1990,,Jeju", "4,Park,1975,11,Daegu", "5,Choi,,,Ulsan",
            ]
            let csv = "id,name,born,ssn,city,at\n" + rows.map { "\($0),\(Self.at)\n" }.joined()
            let done = try await town.run(try await town.upload(csv, name: "register.csv"), ["mapping": "register"])
            #expect(done["state"] == "succeeded" && done["counts"]?["events"] == 5, "\(done.serialized)")
            #expect(try await town.count("SELECT count(*) AS n FROM profile WHERE merged_into IS NULL") == 3)
            let names = try await town.app.database.read { tx in
                try tx.rows("SELECT value FROM identity ORDER BY value").map { try $0.text("value") }
            }
            #expect(names.map { $0.split(separator: "-").last } == ["1", "2", "5"] && names[0].count > 20, "\(names)")
            let kim = try await town.app.get("/v1/profiles?identity=anonymousId:\(names[0])").json["items"]?.arrayValue?.first ?? .null
            #expect(kim["traits"]?["city"]?["value"] == "Daegu", "\(kim.serialized)")
            // The same file again names the same people; another one names nobody the same.
            #expect(try await town.run(try await town.upload(csv, name: "copy.csv"), ["mapping": "register"])["counts"]?["duplicates"] == 5)
            let other = "id,name,born,ssn,city,at\n9,Yoon,1991,99,Jeju,\(Self.at)\n"
            _ = try await town.run(try await town.upload(other, name: "other.csv"), ["mapping": "register"])
            #expect(try await town.count("SELECT count(*) AS n FROM profile WHERE merged_into IS NULL") == 4)
        }
    }

    @Test("a key of a column that the file lacks ends the import and says so")
    func unknownKey() async throws {
        try await ImportTown.with { town in
            let mapping = JSONValue.object((ImportTown.mapping.objectValue ?? [:]).merging(["match": ["keys": ["shoe"]]]) { $1 })
            #expect(try await town.put("shoes", mapping).status == .ok)
            let done = try await town.run(try await town.upload(ImportTown.orders(3)), ["mapping": "shoes"])
            #expect(done["state"] == "failed" && done["reason"]?.stringValue?.contains("shoe") == true, "\(done.serialized)")
        }
    }

    @Test("rows may put people into households with traits of their own", arguments: TestEngine.available)
    func households(engine: TestEngine) async throws {
        try await ImportTown.with(engine) { town in
            let mapping: JSONValue = [
                "source": "households", "event": ["type": "group"], "messageId": "household:{home}:{member}", "userId": "{member}",
                "group": ["id": "household:{home}", "kind": "household", "role": "{role}"], "timestamp": ["column": "at"],
                "properties": ["name": ["column": "name"]],
            ]
            #expect(try await town.put("households", mapping).status == .ok)
            let csv = "home,member,role,name,at\n7,u1,parent,Kims,\(Self.at)\n7,u2,child,Kims,\(Self.at)\n,u3,parent,Lees,\(Self.at)\n"
            let done = try await town.run(try await town.upload(csv, name: "households.csv"), ["mapping": "households"])
            #expect(done["counts"]?["events"] == 2 && done["counts"]?["rejectedRows"] == 1, "\(done.serialized)")
            let group = try await town.app.get("/v1/groups/household:7").json
            #expect(group["kind"] == "household" && group["traits"]?["name"]?["value"] == "Kims", "\(group.serialized)")
            let members = try await town.app.get("/v1/groups/household:7/members").json["items"]?.arrayValue ?? []
            #expect(Set(members.compactMap { $0["role"]?.stringValue }) == ["parent", "child"])
        }
    }
}
