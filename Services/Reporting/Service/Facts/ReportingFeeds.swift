package import CommonModels
import FeedKit
import ServiceClients
import ServiceKit

/// The feeds reporting lives on: every other service's.
package enum ReportingFeeds {
    package static let sources: [ServiceName] = [.profile, .segment, .content, .decision, .journey]

    /// Names the cursor; never changed.
    package static func consumerName(of source: ServiceName) -> String { "reporting-\(source.rawValue)" }

    static func consumers(frame: ServiceFrame, http: ServiceHTTP, facts: FactStore) -> [FeedConsumer] {
        sources.map { source in
            FeedConsumer(name: consumerName(of: source), source: source, http: http, frame: frame) { events, transaction in
                try facts.apply(events, in: transaction)
            }
        }
    }
}
