package import CommonModels
import FeedKit
import ServiceClients
import ServiceKit
import SubjectKit

/// The feeds reporting lives on: every other service's.
package enum ReportingFeeds {
    package static let sources: [ServiceName] = [.profile, .segment, .content, .decision, .journey]

    /// Names the cursor; never changed.
    package static func consumerName(of source: ServiceName) -> String { "reporting-\(source.rawValue)" }

    static func consumers(frame: ServiceFrame, http: ServiceHTTP, subjects: SubjectDesk, facts: FactStore) -> [FeedConsumer] {
        let cursors = FeedCursors(Dictionary(uniqueKeysWithValues: sources.map { ($0, consumerName(of: $0)) }))
        return sources.map { source in
            FeedConsumer(
                name: consumerName(of: source), source: source, http: http, frame: frame, neighbours: cursors,
                apply: subjects.applying { events, transaction in try facts.apply(events, in: transaction) })
        }
    }
}
