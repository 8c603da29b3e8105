import CommonModels
import ConfigKit
import Testing

@Suite("A plan")
struct ConfigPlanTests {
    private func segment(_ key: String, rule: String) -> ConfigFile {
        ConfigFile(
            path: "segment/segments/\(key).yaml", text: "kind: segment\nname: \(key)\nspec: {name: {ko: 가, en: a}, rule: \(rule)}\n")
    }

    private func plan(_ files: [ConfigFile], _ shelf: SegmentShelf, isPruning: Bool = false) async throws -> ConfigPlan {
        try await ConfigPlanner(kinds: .standard, server: shelf).plan(files, of: ConfigKinds([.segments]), isPruning: isPruning)
    }

    private func problems(_ work: () async throws -> Void) async -> [String] {
        do {
            try await work()
            return []
        } catch ConfigError.refused(let problems) {
            return problems.map(\.description)
        } catch {
            return ["\(error)"]
        }
    }

    @Test("makes first what another one names, changes nothing the second time")
    func order() async throws {
        let shelf = SegmentShelf()
        let files = [
            segment("aaa", rule: "{segment: bbb}"), segment("bbb", rule: "{segment: ccc}"), segment("ccc", rule: "everyone: true".braced),
        ]
        let first = try await plan(files, shelf)
        #expect(first.effective.map(\.name) == ["ccc", "bbb", "aaa"])
        try await ConfigApplier(server: shelf).apply(first)
        let again = try await plan(files, shelf)
        #expect(again.isEmpty && again.text == "0 to create, 0 to change, 0 to delete, 3 unchanged")
        #expect(shelf.documents.allSatisfy { $0.hasPrefix("segment/segments/") && $0.contains(" sha256:") })
    }

    @Test("changes what differs, archives what has no file when asked to, and shows both")
    func changes() async throws {
        let shelf = SegmentShelf()
        let both = [segment("old", rule: "everyone: true".braced), segment("vip", rule: "everyone: true".braced)]
        try await ConfigApplier(server: shelf).apply(try await plan(both, shelf))
        let file = segment("vip", rule: "{percent: 10, seed: a}")
        let kept = try await plan([file], shelf)
        #expect(kept.effective.count == 1)
        let pruned = try await plan([file], shelf, isPruning: true)
        #expect(pruned.text.contains("delete  segment old"))
        #expect(pruned.text.contains("change  segment vip  (segment/segments/vip.yaml)\n        /rule/"))
        try await ConfigApplier(server: shelf).apply(pruned)
        #expect(shelf.living == ["vip"])
    }

    @Test("is refused as a whole: every file's faults, nothing written")
    func refusal() async throws {
        let shelf = SegmentShelf()
        let found = await problems {
            _ = try await plan(
                [
                    segment("good", rule: "everyone: true".braced), segment("self", rule: "{segment: self}"),
                    segment("lost", rule: "{any: [{segment: nowhere}]}"), segment("good", rule: "everyone: true".braced),
                ], shelf)
        }
        #expect(found == ["segment/segments/good.yaml: /name: segment good is in segment/segments/good.yaml too"])
        let references = await problems {
            _ = try await plan([segment("self", rule: "{segment: self}"), segment("lost", rule: "{any: [{segment: nowhere}]}")], shelf)
        }
        #expect(
            references == [
                "segment/segments/self.yaml: /spec/rule: asks for the segment itself",
                "segment/segments/lost.yaml: /spec/rule: there is no segment nowhere",
            ])
        let circle = await problems {
            _ = try await plan([segment("a", rule: "{segment: b}"), segment("b", rule: "{segment: a}")], shelf)
        }
        #expect(circle.count == 2)
        #expect(shelf.writes == 0)
    }

    @Test("stops where somebody else was there meanwhile, and says what was done")
    func meanwhile() async throws {
        let shelf = SegmentShelf()
        let files = [segment("one", rule: "everyone: true".braced), segment("two", rule: "everyone: true".braced)]
        try await ConfigApplier(server: shelf).apply(try await plan(files, shelf))
        let stale = try await plan(
            [segment("one", rule: "{percent: 10, seed: a}"), segment("two", rule: "{percent: 20, seed: a}")], shelf)
        shelf.touch("two")
        do {
            try await ConfigApplier(server: shelf).apply(stale)
            Issue.record("a change of another version was overwritten")
        } catch ConfigError.stopped(let change, let file, let reason, let done) {
            #expect((change, file, done) == ("segment two", "segment/segments/two.yaml", 1))
            #expect(reason.contains("somebody changed it meanwhile"))
        }
    }
}

extension String {
    fileprivate var braced: String { "{\(self)}" }
}
