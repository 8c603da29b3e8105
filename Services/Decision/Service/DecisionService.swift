package import CommonModels
import ConsoleKit
import DecisionDomain
import FeedKit
import Foundation
package import Hummingbird
import ProjectionKit
import ServiceClients
package import ServiceKit
package import ServiceLifecycle
package import StorageKit
import SubjectKit

/// Next best action: offers under exact caps, experiments, the global holdout, and the reasons of every decision.
package struct DecisionService: MaruService {
    package static var name: ServiceName { .decision }
    package static var migrations: [MigrationSet] {
        [Feed.migrations, FeedConsumer.migrations, ProjectionSchema.migrations, DecisionMigrations.set, SubjectDesk.migrations]
    }
    package static var openAPI: String { PublishedContract.text(in: .module) }

    private let parts: DecisionParts
    private let retention: FeedRetention
    private let console: Console
    private let deadLetters: Retention
    private let places: RunMerger

    package init(frame: ServiceFrame) async throws {
        parts = try DecisionParts(frame: frame)
        retention = FeedRetention(feed: parts.feed, holder: frame.instance, logger: frame.logger)
        console = try Console(frame)
        deadLetters = DeadLetters.retention(frame)
        places = RunMerger(DecisionPlaces.runs, database: frame.database, logger: frame.logger)
    }

    package func addRoutes(to router: Router<ServiceContext>) {
        router.addRoutes(parts.feed.routes)
        parts.subjects.addRoutes(to: router)
        parts.addRoutes(to: router)
        console.addRoutes(to: router)
        parts.addPages(to: router, console: console)
    }

    package var problemShapes: [ProblemShape] { [console.problemShape] }

    /// Commits end after everything that submits to them.
    package var background: [any Service] {
        [
            parts.decisions, parts.feedback, parts.subjects.background, parts.profileFeed, parts.segmentFeed, parts.facts, parts.retention,
            parts.copies, retention, deadLetters, places,
        ]
    }

    package func queueDepths(in tx: any SQLTransaction) throws -> [QueueDepth] {
        [try .count("decision_facts", "fact_outbox", in: tx), try DeadLetters.depth(in: tx)]
    }

    package func readiness() async -> [ReadinessCheck] {
        [parts.profileFeed.readiness, parts.segmentFeed.readiness]
    }
}
