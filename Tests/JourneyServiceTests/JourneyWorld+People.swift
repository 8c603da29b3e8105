import CommonModels
import JourneyDomain
import JourneyService
import StorageKit
import TestFixtures

extension JourneyWorld {
    /// Somebody Profile's feed told of.
    func person(
        email: String? = "kim@example.org", traits: [String: JSONValue] = [:], consent: String = "granted"
    ) async throws -> ProfileID {
        let id: ProfileID = ids.next()
        try await feed([
            FeedEvents.profile(id, traits: traits, email: email, consents: [("marketing", "all", consent)], at: time.clock.now())
        ])
        return id
    }

    func enter(_ id: ProfileID, feedID: String = "1") async throws {
        try await feed([FeedEvents.entered(Documents.segment, id, feedID: feedID, at: time.clock.now())])
    }

    /// Every step of a person that did more than move on, with its reason.
    func outcomes(_ id: ProfileID) async throws -> [String] {
        try await traces(id).flatMap {
            $0.steps.filter { $0.outcome != .moved }.map { "\($0.nodeID) \($0.outcome.rawValue)\($0.reason.map { " " + $0 } ?? "")" }
        }
    }
}
