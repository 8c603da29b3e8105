import CommonModels
import StorageKit
import TestFixtures
import Testing

@testable import ProfileService

@Suite("Query plans of Profile")
struct QueryPlanTests {
    /// A query asked for every event, person or page, with values of the types it is asked with.
    struct HotQuery: Sendable, CustomTestStringConvertible {
        let name: String
        let sql: String
        let values: [SQLValue]
        var testDescription: String { name }

        init(_ name: String, _ sql: String, _ values: [any SQLBindable]) {
            self.name = name
            self.sql = sql
            self.values = values.map(\.sqlValue)
        }
    }

    static let hot = [
        HotQuery("known messages", "SELECT message_id FROM event WHERE message_id IN ($1, $2)", ["m1", "m2"]),
        HotQuery(
            "owners of identities", "SELECT value, profile_id FROM identity WHERE namespace = 'email' AND value IN ($1, $2)", ["a", "b"]),
        HotQuery("owner of an identity", "SELECT profile_id FROM identity WHERE namespace = $1 AND value = $2", ["email", "a"]),
        HotQuery("nodes of the graph", "SELECT profile_id, first_seen, is_known FROM profile WHERE profile_id IN ($1, $2)", ["p", "q"]),
        HotQuery("the survivor", "SELECT merged_into FROM profile WHERE profile_id = $1", ["p"]),
        HotQuery("ids merged away", "SELECT profile_id FROM profile WHERE merged_into = $1 ORDER BY profile_id", ["p"]),
        HotQuery("profile by id", "SELECT first_seen, last_seen FROM profile WHERE profile_id = $1", ["p"]),
        HotQuery(
            "identities of a profile",
            "SELECT namespace, value, first_seen, last_seen FROM identity WHERE profile_id = $1 ORDER BY namespace, value LIMIT 1000", ["p"]
        ),
        HotQuery("traits", "SELECT profile_id, name, value, at, source FROM trait WHERE profile_id IN ($1, $2)", ["p", "q"]),
        HotQuery(
            "consents", "SELECT purpose, channel, status, at FROM consent WHERE profile_id = $1 ORDER BY purpose, channel", ["p"]),
        HotQuery("the move of identities", "UPDATE identity SET profile_id = $1 WHERE profile_id = $2", ["p", "q"]),
        HotQuery("the move of earlier merges", "UPDATE profile SET merged_into = $1 WHERE merged_into = $2", ["p", "q"]),
        HotQuery("merges of a profile", "SELECT merge_id FROM profile_merge WHERE survivor = $1 ORDER BY merge_id", ["p"]),
        HotQuery("values of some profiles", LinkingFacts.countsSQL + " ($1, $2)", ["p", "q"]),
        HotQuery("who is kept apart", "SELECT profile_id, other_id FROM identity_apart WHERE profile_id IN ($1, $2)", ["p", "q"]),
        HotQuery(
            "who stated a value", "SELECT value, witness, at FROM identity_sighting WHERE namespace = 'email' AND value IN ($1, $2)",
            ["a", "b"]),
        HotQuery("merges into a profile", MergeLog.bySurvivorSQL, ["p", 50]),
        HotQuery("the merge by which an id ended", MergeLog.byMergedSQL, ["p", 50]),
        HotQuery("merges a value caused", MergeLog.byKeySQL, ["email", "a", 9, 50]),
        HotQuery("events of a timeline's page", TimelineRead.eventsSQL + " ($1, $2)", [1, 2]),
        HotQuery("kinds of events", TimelineRead.kindsSQL(runs: 2), ["p", 20_000, 1, 2]),
        HotQuery("the end of a step of a merge", EventPlaces.runs.endSQL(runs: 3), [2_047, 1, 2, 3]),
        HotQuery("places that go", EventPlaces.runs.removeSQL, ["p", 9, 9]),
        HotQuery("a person's life", EventAttribution.Seen.seenSQL, ["p"]),
        HotQuery("events of guesses", EstimateRebuild.eventsSQL, ["p"]),
        HotQuery("events since a merge", EventAttribution.eventsSQL, ["p", 9]),
        HotQuery("events of computed traits", ComputedRebuild.eventsSQL(ids: 2, names: 2), ["p", "q", "a", "b", 0]),
        HotQuery("what is computed of people", ComputedSheetStore.sheetsSQL + " ($1, $2)", ["p", "q"]),
        HotQuery("groups of people", "SELECT group_id, role FROM group_member WHERE profile_id IN ($1, $2)", ["p", "q"]),
        HotQuery("groups", GroupDirectory.listSQL(isFirst: false, hasKind: false), ["g", "z", 50]),
        HotQuery("traits of groups", "SELECT group_id, name, value FROM group_trait WHERE group_id IN ($1, $2)", ["g", "h"]),
        HotQuery("subjects called as somebody", SignalErasure.subjectsSQL + " ($1, $2)", ["a", "b"]),
        HotQuery(
            "signals a source sent", "SELECT source, message_id FROM signal WHERE message_id IN ($1, $2)", ["a", "b"]),
        HotQuery("imports", ImportStore.listSQL, ["imp", 50]),
        HotQuery("rows an import refused", ImportStore.rejectsSQL, ["imp", 1, 1, 50]),
        HotQuery("pieces of a file", "SELECT file FROM import_piece WHERE file_id = $1 ORDER BY place", ["fil"]),
        HotQuery("imports of a file", "SELECT 1 AS one FROM file_import WHERE file_id = $1 AND state IN ('queued', 'running')", ["fil"]),
        HotQuery("the plan and whether anything waits", TrackingPlanCache.stateSQL, []),
        HotQuery("messages that wait", "SELECT message_id FROM quarantined_event WHERE message_id IN ($1, $2)", ["a", "b"]),
        HotQuery(
            "who is named in quarantine", "DELETE FROM quarantine_identity WHERE event_id = $1", ["e"]),
        HotQuery("hours of a source", QualityStore.hoursSQL, ["web", 0]), HotQuery("days of a source", QualityStore.daysSQL, ["web", 0]),
        // PostgreSQL sorts it while the table is empty.
        HotQuery("people of a walk", PeopleWalk.stepSQL, ["p", 50]),
        HotQuery("contested traits", SourcePriorityJob.contestedSQL + " ($1)", ["p"]),
        HotQuery("how far a search looks", QuarantineStore.floorSQL, [9, 4_999]),
    ]

    /// Queries whose order comes from the index as well: nothing is gathered and sorted for a page.
    static let paged = [
        HotQuery("the junk list", JunkStore.pageSQL + " ORDER BY at DESC, namespace DESC, value DESC LIMIT $4", [9, "n", "v", 50]),
        HotQuery("conflicts", IdentityConflictStore.pageSQL, [9, "n", "v", "p", 50]),
        HotQuery("the timeline", TimelineRead.placesSQL(runs: 2, hasKind: false, hasSource: false), ["p", 9, 9, 0, 50, 1, 2]),
        HotQuery(
            "the timeline of one kind", TimelineRead.placesSQL(runs: 2, hasKind: true, hasSource: false), ["p", 9, 9, 0, 50, "n", 1, 2]),
        HotQuery(
            "the timeline of one source", TimelineRead.placesSQL(runs: 2, hasKind: false, hasSource: true), ["p", 9, 9, 0, 50, "web", 1, 2]),
        HotQuery(
            "the timeline of both", TimelineRead.placesSQL(runs: 2, hasKind: true, hasSource: true), ["p", 9, 9, 0, 50, "n", "web", 1, 2]),
        HotQuery("the end of a look", TimelineRead.endSQL(runs: 2), ["p", 9, 9, 0, 20_000, 1, 2]),
        HotQuery("what is due", ComputedSheetStore.dueSQL, [9, 50]),
        HotQuery("members of a group", GroupDirectory.membersSQL, ["g", "p", 50]),
        HotQuery("the last seen", ProfileStore.recentSQL, [9, "p", 50]),
        quarantine("quarantine") { _ in }, quarantine("quarantine of a source") { $0.source = "web" },
        quarantine("quarantine of a rule") { $0.rule = "track:a" }, quarantine("quarantine of an event") { $0.event = "a" },
        places("places of quarantine") { _ in }, places("places of a rule") { $0.rule = "track:a" },
        HotQuery("a search", ProfileSearch.pageSQL(isFirst: true), ["email", "a", "b", 50]),
        HotQuery("a search going on", ProfileSearch.pageSQL(isFirst: false), ["email", "a", "b", 50]),
    ]

    /// The page of quarantine under a filter; its text is the same on both engines.
    private static func quarantine(_ name: String, _ choose: (inout QuarantineFilter) -> Void) -> HotQuery {
        var filter = QuarantineFilter()
        choose(&filter)
        var values: [any SQLBindable] = [9, 0, 50]
        let sql = QuarantineStore.pageSQL(filter, .sqlite, &values)
        return HotQuery(name, sql, values)
    }

    /// The next events of a replay.
    private static func places(_ name: String, _ choose: (inout QuarantineFilter) -> Void) -> HotQuery {
        var filter = QuarantineFilter()
        choose(&filter)
        var values: [any SQLBindable] = [0, 9, 200]
        let sql = QuarantineJob.windowSQL(filter, .sqlite, &values)
        return HotQuery(name, sql, values)
    }

    private func plan(_ query: HotQuery, on engine: TestEngine) async throws -> String {
        try await engine.withDatabase(ProfileWorld.migrations) { try await $0.queryPlan(query.sql, query.values) }
    }

    @Test("whatever is asked for every event or person goes through an index", arguments: TestEngine.available, hot + paged)
    func indexes(engine: TestEngine, query: HotQuery) async throws {
        let plan = try await plan(query, on: engine)
        let scans = QueryPlan.fullScans(plan, on: engine == .sqlite ? .sqlite : .postgres).filter { !Self.small.contains($0) }
        #expect(scans.isEmpty, "\(plan)")
    }

    /// What is read whole on purpose: the few runs there are, and what was found in each of them.
    private static let small: Set = ["event_run", "newest", "run_0", "run_1"]

    @Test("pages are read in the order of their index", arguments: TestEngine.available, paged)
    func order(engine: TestEngine, query: HotQuery) async throws {
        let plan = try await plan(query, on: engine)
        #expect(!plan.contains("TEMP B-TREE") && !plan.contains("Sort"), "\(plan)")
    }

    @Test("a query without an index would be found out", arguments: TestEngine.available)
    func control(engine: TestEngine) async throws {
        let query = HotQuery("by name", "SELECT event_id FROM event WHERE name = $1 ORDER BY time", ["n"])
        let plan = try await plan(query, on: engine)
        #expect(QueryPlan.fullScans(plan, on: engine == .sqlite ? .sqlite : .postgres) == ["event"], "\(plan)")
        #expect(plan.contains("TEMP B-TREE") || plan.contains("Sort"), "\(plan)")
    }
}
