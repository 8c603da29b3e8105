import CommonModels
import DecisionDomain
import StorageKit
import TestFixtures
import Testing

@testable import DecisionService

@Suite("Catalogue store")
struct CatalogueStoreTests {
    @Test("a key belongs to one offer", arguments: TestEngine.available)
    func uniqueKey(engine: TestEngine) async throws {
        try await DecisionStage.run(on: engine) { stage in
            try await stage.saveOffer("a")
            await #expect(throws: CatalogueError.keyTaken(kind: "offer", key: "a")) { try await stage.saveOffer("a") }
        }
    }

    @Test("an edit of an old version changes nothing", arguments: TestEngine.available)
    func versions(engine: TestEngine) async throws {
        try await DecisionStage.run(on: engine) { stage in
            let store = CatalogueStore<Offer>(database: stage.database)
            let offer = try await stage.saveOffer("a")
            let paused = try Offer(id: offer.id, json: JSONValue(parsing: #"{"key":"a","name":{"en":"a"},"status":"paused"}"#))
            #expect(try await store.replace(paused, expecting: 1, at: stage.time.clock.now()) { _, _ in }.version == 2)
            await #expect(throws: CatalogueError.changedMeanwhile(version: 2)) {
                try await store.replace(offer, expecting: 1, at: stage.time.clock.now()) { _, _ in }
            }
            #expect(try await store.find(offer.id).document.status == .paused)
        }
    }

    @Test("lists page in order of making and filter by status", arguments: TestEngine.available)
    func paging(engine: TestEngine) async throws {
        try await DecisionStage.run(on: engine) { stage in
            for number in 0..<5 {
                stage.time.advance(by: .milliseconds(5))
                try await stage.saveOffer("o\(number)", number == 3 ? #""status":"draft""# : "")
            }
            let store = CatalogueStore<Offer>(database: stage.database)
            let first = try await store.list(status: nil, after: nil, limit: 2)
            let second = try await store.list(status: nil, after: first.last?.document.id.rawValue, limit: 10)
            #expect((first + second).map(\.document.key) == ["o0", "o1", "o2", "o3", "o4"])
            #expect(try await store.list(status: "live", after: nil, limit: 10).map(\.document.key) == ["o0", "o1", "o2", "o4"])
        }
    }

    @Test("a placement runs one experiment at a time", arguments: TestEngine.available)
    func oneExperiment(engine: TestEngine) async throws {
        try await DecisionStage.run(on: engine) { stage in
            func text(_ key: String, _ status: String) -> String {
                #"{"key":"\#(key)","name":{"en":"T"},"placement":"home","status":"\#(status)","arms":[{"key":"x","weight":0.5},{"key":"y","weight":0.5}]}"#
            }
            try await stage.save(Experiment.self, text("one", "running"))
            try await stage.save(Experiment.self, text("two", "draft"))
            await #expect(throws: CatalogueError.placementHasExperiment(key: "one")) {
                try await stage.save(Experiment.self, text("three", "running"))
            }
        }
    }

    @Test("a fallback must exist", arguments: TestEngine.available)
    func fallback(engine: TestEngine) async throws {
        try await DecisionStage.run(on: engine) { stage in
            await #expect(throws: CatalogueError.unknownFallback) {
                try await stage.savePlacement(#""fallback":"\#(OfferID(UUIDv7(high: 1, low: 1)))""#)
            }
        }
    }
}
