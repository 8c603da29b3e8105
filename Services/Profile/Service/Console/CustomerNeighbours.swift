import CommonModels
import Logging
import ServiceClients
import ServiceKit

/// What Segment and Journey know of a customer, for the page. A neighbour that does not answer leaves its part out.
struct CustomerNeighbours: Sendable {
    let http: ServiceHTTP
    let logger: Logger

    /// Their answers; nil where a neighbour did not give one.
    struct Answers: Sendable {
        let segments: [SegmentMembershipView]?
        /// As Journey lists runs.
        let journeys: [JSONValue]?
        let maySeeSegments: Bool
        let maySeeJourneys: Bool
    }

    /// Asks only for what the reader may see.
    func all(of id: ProfileID, mayCall principal: Principal) async throws -> Answers {
        let maySeeSegments = principal.may(.segmentRead)
        let maySeeJourneys = principal.may(.journeyRead)
        async let segments = maySeeSegments ? answer(.segment) { try await SegmentClient(http: http).memberships(of: id) } : nil
        async let journeys =
            maySeeJourneys ? answer(.journey) { try await JourneyClient(http: http).journeys(of: id)["items"]?.arrayValue ?? [] } : nil
        return try await Answers(segments: segments, journeys: journeys, maySeeSegments: maySeeSegments, maySeeJourneys: maySeeJourneys)
    }

    private func answer<Value: Sendable>(_ service: ServiceName, _ ask: @Sendable () async throws -> Value) async throws -> Value? {
        do {
            return try await ask()
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            logger.warning("A customer page is drawn without a neighbour", metadata: ["service": .string(service.rawValue)])
            return nil
        }
    }
}
