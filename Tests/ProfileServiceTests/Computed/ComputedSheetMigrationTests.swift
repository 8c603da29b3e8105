import CommonModels
import ProfileDomain
import StorageKit
import TestFixtures
import Testing

@testable import ProfileService

@Suite("Computed traits move into one row per person")
struct ComputedSheetMigrationTests {
    @Test("values, their past, states and what is due are as they were", arguments: TestEngine.available)
    func upgrade(engine: TestEngine) async throws {
        let (id, guessed): (ProfileID, ProfileID) = (IDGenerator.sequential().next(), ProfileID(trusted: "prf_guessed"))
        let before = ProfileWorld.migrations.map { set in
            MigrationSet(component: set.component, steps: set.steps.filter { set.component != "profile-traits" || $0.number < 8 })
        }
        try await engine.withDatabase(before) { database in
            let at: Int64 = 1_789_614_000_000_007
            let past = #"{"value":2,"at":"2026-09-01T00:00:00.000000Z","source":"maru"}"#
            try await database.write { tx in
                for person in [id, guessed] {
                    try tx.execute(
                        """
                        INSERT INTO profile (profile_id, is_known, first_seen, last_seen, seen_day, event_count) VALUES ($1, 1, 0, 0, 0, 1)
                        """, [person])
                }
                try tx.insert(
                    into: "trait",
                    columns: ["profile_id", "name", "kind", "value", "at", "source", "confidence", "previous"],
                    rows: [
                        [id.sqlValue, "orders", "computed", "3", .integer(at), "maru", nil, .text(past)],
                        [id.sqlValue, "name", "firstParty", #""Kim""#, .integer(at), "crm", nil, nil],
                        [guessed.sqlValue, "locale", "inferred", #""ko-KR""#, .integer(at), "maru", .real(0.71), nil],
                    ])
                try tx.insert(
                    into: "computed_state", columns: ["profile_id", "trait", "version", "state", "due"],
                    rows: [
                        [id.sqlValue, "orders", 4, #"{"n":3,"o":5,"s":"100000000000000000001"}"#, .integer(at + 9)],
                        [id.sqlValue, "recency", 1, #"{"n":1,"o":5,"e":[5,"x"]}"#, nil],
                        [guessed.sqlValue, "~locale", 1, #"{"ko-KR":5.5}"#, nil],
                    ])
            }
            try await database.migrate(ProfileWorld.migrations)
            let (sheets, views, rows) = try await database.read { tx in
                (
                    try ComputedSheetStore.load([id, guessed], in: tx), try TraitStore.profiles.sheets(of: [id, guessed], in: tx),
                    try tx.rows("SELECT name, kind FROM trait").map { "\(try $0.text("name")) \(try $0.text("kind"))" }
                )
            }
            #expect(rows == ["name firstParty"])
            let orders = views[id]?.statements[TraitKey("orders", .computed)]
            #expect(orders?.value == 3 && orders?.at.microseconds == at && orders?.source == "maru" && orders?.previous?.value == 2)
            #expect(views[id]?.view("name")?.value == "Kim")
            #expect(views[guessed]?.view("locale")?.confidence == 0.71)
            #expect(sheets[id]?.due?.microseconds == at + 9 && sheets[id]?.states["orders"]?.version == 4)
            guard case .events(let seen)? = sheets[id]?.states["orders"]?.memory,
                case .events(let recency)? = sheets[id]?.states["recency"]?.memory
            else {
                Issue.record("the states are gone")
                return
            }
            #expect(seen.sum.millionths == 100_000_000_000_000_000_001)
            #expect(recency.edge?.value == "x" && sheets[id]?.states["recency"]?.due == nil)
            #expect(sheets[guessed]?.estimate(of: .locale)?.weights == ["ko-KR": 5.5])
            let due = try await database.read { try $0.rows(ComputedSheetStore.dueSQL, [at + 9, 9]).map { try $0.text("profile_id") } }
            #expect(due == [id.rawValue])
        }
    }
}
