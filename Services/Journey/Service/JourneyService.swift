package import CommonModels
import ConsoleKit
import FeedKit
import Foundation
package import Hummingbird
import JourneyDomain
import ProjectionKit
import ServiceClients
package import ServiceKit
package import ServiceLifecycle
package import StorageKit
import SubjectKit

/// Durable journeys: who is in which, what is due, and one send per person per step.
package struct JourneyService: MaruService {
    package static let name = ServiceName.journey
    package static let migrations = [
        JourneySchema.migrations, ProjectionSchema.migrations, Feed.migrations, FeedConsumer.migrations, SubjectDesk.migrations,
    ]
    package static var openAPI: String { PublishedContract.text(in: .module) }
    /// Unsubscribe links are followed by mail programs and people without any account; the signature in them is the proof.
    package static let openPaths = ["/v1/unsubscribe/*"]

    private let console: Console
    private let engine: JourneyEngine
    private let frame: ServiceFrame
    private let subjects: SubjectDesk
    private let consumers: [FeedConsumer]
    private let retention: Retention
    private let copies: Retention

    package init(frame: ServiceFrame) async throws {
        let settings = try JourneySettings(frame.settings.config)
        console = try Console(frame)
        let http = ServiceHTTP(frame: frame)
        let people = PersonReader()
        let ports = JourneyPorts(
            renderer: ContentRenderer(client: ContentClient(http: http)),
            decisions: DecisionServiceSource(client: DecisionClient(http: http)),
            facts: ProfileFactReceiver(http: http, database: frame.database, people: people, logger: frame.logger),
            mailer: settings.mail.map { SMTPMailer(settings: $0) },
            webhooks: try await Self.webhooks(settings, frame), jitter: { Double.random(in: 0...1) })
        engine = try await JourneyEngine(frame: frame, settings: settings, ports: ports)
        self.frame = frame
        subjects = SubjectDesk(frame: frame, feed: engine.feed, http: http, holdings: JourneyHoldings.all)
        consumers = Self.consumers(engine, subjects, http: http, frame: frame)
        let sweep = StepSweep(database: frame.database, clock: frame.clock, keep: settings.keep)
        retention = Retention("journey-steps", of: frame) { try await sweep.step() }
        let clock = frame.clock
        // The arm somebody was shown first is theirs for good.
        let kept = ProjectedRetention(database: frame.database, now: { clock.now() }, excepting: [PersonReader.exposure])
        copies = Retention("copies-of-events", of: frame) { try await kept.step() }
    }

    private static func webhooks(_ settings: JourneySettings, _ frame: ServiceFrame) async throws -> SignedWebhookSender {
        let secret = try await WebhookSecret.load(settings.webhookSecret, from: frame.database)
        guard let signature = WebhookSignature(secret: secret) else {
            throw JourneySettingsError.invalid("MARU_WEBHOOK_SECRET", "whsec_ and base64 of 24 to 64 bytes")
        }
        return SignedWebhookSender(signature: signature, guardian: AddressGuard(allowedHosts: settings.webhookAllowedHosts))
    }

    private static func consumers(_ engine: JourneyEngine, _ subjects: SubjectDesk, http: ServiceHTTP, frame: ServiceFrame)
        -> [FeedConsumer]
    {
        let reading = engine.reading
        let applier = ProjectionApplier()
        return JourneyEngine.consumers.sorted { $0.key.rawValue < $1.key.rawValue }.map { source, name in
            FeedConsumer(
                name: name, source: source, http: http, frame: frame, neighbours: JourneyEngine.cursors,
                apply: subjects.applying { events, tx in
                    _ = try applier.apply(events, in: tx)
                    try reading.apply(events, in: tx)
                })
        }
    }

    package func addRoutes(to router: Router<ServiceContext>) {
        console.addRoutes(to: router)
        router.addRoutes(engine.feed.routes)
        subjects.addRoutes(to: router)
        AuditPages(console: console, audit: frame.audit).add(to: router)
        JourneyRoutes(desk: engine.desk, database: frame.database).add(to: router)
        RunRoutes(database: frame.database).add(to: router)
        InboxRoutes(database: frame.database, clock: frame.clock, audit: frame.audit).add(to: router)
        JourneyForms(console: console, desk: engine.desk).add(to: router)
        JourneyPages(console: console, desk: engine.desk, database: frame.database).add(to: router)
        RunPages(console: console, database: frame.database).add(to: router)
        UnsubscribeRoutes(desk: engine.unsubscribing, console: console).add(to: router)
    }

    package var problemShapes: [ProblemShape] { [console.problemShape] }

    package var background: [any Service] {
        [
            DeliveryShutdown(closing: engine.closing), FeedRetention(feed: engine.feed, holder: frame.instance, logger: frame.logger),
            retention, copies, DeadLetters.retention(frame), subjects.background,
        ]
            + consumers + engine.loops
    }

    package func queueDepths(in tx: any SQLTransaction) throws -> [QueueDepth] {
        let now = frame.clock.now()
        return [
            try .count("journey_facts", "journey_fact", in: tx), try DeadLetters.depth(in: tx),
            try .count("journey_runs", "journey_run WHERE due IS NOT NULL AND due <= $1", [now], in: tx),
            try .count("journey_sends", "journey_send WHERE due IS NOT NULL AND due <= $1", [now], in: tx),
        ]
    }

    package func readiness() async -> [ReadinessCheck] { consumers.map(\.readiness) }
}
