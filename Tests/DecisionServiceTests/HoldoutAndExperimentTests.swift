import CommonModels
import DecisionDomain
import StorageKit
import TestFixtures
import Testing

@testable import DecisionService

@Suite("Holdout and experiments")
struct HoldoutAndExperimentTests {
    @Test("held-out people get the fallback everywhere, by their user id", arguments: TestEngine.available)
    func holdout(engine: TestEngine) async throws {
        try await DecisionStage.run(on: engine, holdoutShare: 0.2) { stage in
            let fallback = try await stage.saveOffer("plain")
            try await stage.savePlacement(#""fallback":"\#(fallback.id)""#)
            try await stage.saveOffer("tempting", #""priority":9"#)
            for number in 0..<60 {
                let person = DecisionStage.person(number)
                try await stage.introduce(person, userID: "user-\(number)")
                let answer = try await stage.decide(person)
                let isHeldOut = GlobalHoldout.contains(unit: "user-\(number)", share: 0.2)
                #expect(answer["holdout"] == .bool(isHeldOut))
                #expect(answer["reason"] == (isHeldOut ? "holdout" : "chosen"))
                #expect(answer["offer"]?["key"] == (isHeldOut ? "plain" : "tempting"))
            }
            let people = try await ExperimentSplit(database: stage.database).people(of: GlobalHoldout.key)
            #expect((people[GlobalHoldout.holdout] ?? 0) + (people[GlobalHoldout.treated] ?? 0) == 60)
        }
    }

    @Test("an arm once shown stays, over new weights and merges", arguments: TestEngine.available)
    func sticky(engine: TestEngine) async throws {
        try await DecisionStage.run(on: engine) { stage in
            try await stage.savePlacement()
            let a = try await stage.saveOffer("a", #""priority":2"#)
            let b = try await stage.saveOffer("b", #""priority":1"#)
            func text(_ weights: (Double, Double)) -> String {
                #"{"key":"checkout","name":{"en":"Checkout"},"placement":"home","status":"running","arms":[{"key":"control","weight":\#(weights.0),"treatment":{"offers":["\#(a.id)"]}},{"key":"new","weight":\#(weights.1),"treatment":{"offers":["\#(b.id)"]}}]}"#
            }
            let experiment = try await stage.save(Experiment.self, text((0.5, 0.5)))
            let (one, other) = (DecisionStage.person(1), DecisionStage.person(2))
            try await stage.introduce(one, userID: "u1")  // bucket 0.3065
            let first = try await stage.decide(one)
            #expect(first["experiment"] == ["key": "checkout", "arm": "control"])
            #expect(first["offer"]?["key"] == "a")
            _ = try await CatalogueStore<Experiment>(database: stage.database).replace(
                Experiment(id: experiment.id, json: JSONValue(parsing: text((0.1, 0.9)))), expecting: 1, at: stage.time.clock.now()
            ) { _, _ in }
            stage.first.catalogue.invalidate()
            #expect(try await stage.decide(one)["experiment"]?["arm"] == "control")
            try await stage.introduce(other, userID: "u1-other")
            stage.time.advance(by: .seconds(1))
            _ = try await stage.decide(other)
            try await stage.merge(one, into: other)
            #expect(try await stage.decide(other)["experiment"]?["arm"] == "control")
        }
    }

    @Test(
        "an arm shown before any feed told of the person is theirs when it does, whatever else becomes known",
        arguments: TestEngine.available)
    func newcomers(engine: TestEngine) async throws {
        try await DecisionStage.run(on: engine, holdoutShare: 0.5) { stage in
            try await stage.savePlacement()
            try await stage.saveOffer("tempting")
            var held = 0
            for number in 0..<40 {
                let person = DecisionStage.person(number)
                // Half are asked for by a profile id, half by an identity, and the user id would often say otherwise.
                let device = "device-\(number)"
                let who = number % 2 == 0 ? DecideRequest.Who.profile(person) : .identity(namespace: "anonymousId", value: device)
                let request = DecideRequest(who: who, placement: "home")
                let first = try JSONValue(parsing: try await stage.first.engine.decide(request))["holdout"]
                try await stage.introduce(person, identities: [("anonymousId", device)])
                try await stage.introduce(person, userID: "user-\(number)")
                #expect(try await stage.decide(person)["holdout"] == first, "person \(number)")
                let told = try await stage.facts(of: person)
                #expect(told == ["global-holdout \(first == true ? "holdout" : "treated")"])
                if first == true { held += 1 }
            }
            #expect((8...32).contains(held))
            let waiting = try await stage.database.read { try $0.row("SELECT count(*) AS n FROM newcomer_assignment")?.integer("n") }
            #expect(waiting == 0)
        }
    }

    @Test("a person of the holdout is in no other experiment", arguments: TestEngine.available)
    func holdoutFirst(engine: TestEngine) async throws {
        try await DecisionStage.run(on: engine, holdoutShare: 0.5) { stage in
            try await stage.savePlacement()
            try await stage.saveOffer("a")
            try await stage.save(
                Experiment.self,
                #"{"key":"t","name":{"en":"T"},"placement":"home","status":"running","arms":[{"key":"x","weight":0.5},{"key":"y","weight":0.5}]}"#
            )
            for number in 0..<20 {
                try await stage.introduce(DecisionStage.person(number), userID: "user-\(number)")
                let answer = try await stage.decide(DecisionStage.person(number))
                #expect((answer["experiment"] == nil) == (answer["holdout"] == true))
            }
        }
    }
}
