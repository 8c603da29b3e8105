package import CommonModels
package import FeedKit
import JourneyDomain
package import Logging
package import ServiceKit
import ServiceLifecycle
package import StorageKit

/// The machinery of the service, put together: what reads feeds, what moves runs, what sends.
package struct JourneyEngine: Sendable {
    /// The feeds that are read, and the names of the consumers and of their cursors.
    package static let consumers: [ServiceName: String] = [.profile: "journey-profile", .segment: "journey-segment"]
    static let cursors = FeedCursors(consumers)

    package let feed: Feed
    package let reading: FeedReading
    package let desk: JourneyDesk
    package let runs: RunWorker
    package let backfills: BackfillWorker
    package let archives: ArchiveWorker
    package let signalled: SignalWorker
    package let decisions: DecisionWorker
    package let sends: MessageDispatcher
    package let facts: FactWorker
    package let unsubscribing: UnsubscribeDesk
    package let catalogue: JourneyCatalogue
    let closing: @Sendable () async -> Void
    private let database: any Database
    private let clock: WallClock
    private let logger: Logger
    private let signals: JourneySignals

    package init(frame: ServiceFrame, settings: JourneySettings, ports: JourneyPorts) async throws {
        try await self.init(
            database: frame.database, clock: frame.clock, ids: frame.ids, audit: frame.audit, logger: frame.logger,
            baseURL: frame.settings.baseURL, preferences: try PreferenceLinks(frame.settings), settings: settings, ports: ports)
    }

    package init(
        database: any Database, clock: WallClock, ids: IDGenerator, audit: AuditLog, logger: Logger, baseURL: String,
        preferences: PreferenceLinks, settings: JourneySettings, ports: JourneyPorts
    ) async throws {
        let feed = Feed(service: .journey, database: database, clock: clock)
        let catalogue = JourneyCatalogue()
        let ledgers = LedgerMaker(feed: feed, catalogue: catalogue)
        let people = PersonReader()
        let signals = JourneySignals()
        let entries = RunEntries(ids: ids)
        let advancer = RunAdvancer(catalogue: catalogue, people: people, ids: ids, timezone: settings.timezone)
        let merges = RunMerges(catalogue: catalogue, entries: entries, ids: ids)
        let links = try await UnsubscribeLinks.load(from: database, baseURL: baseURL)
        reading = FeedReading(
            clock: clock, catalogue: catalogue, entries: entries, merges: merges, advancer: advancer, ledgers: ledgers, signals: signals,
            people: people)
        desk = JourneyDesk(
            database: KeyedDatabase(database), clock: clock, ids: ids, audit: audit, catalogue: catalogue,
            signals: signals, ledgers: ledgers)
        let faults = RunFaults(ledgers: ledgers, jitter: ports.jitter)
        runs = RunWorker(database: database, clock: clock, advancer: advancer, ledgers: ledgers, faults: faults, signals: signals)
        backfills = BackfillWorker(
            database: database, clock: clock, catalogue: catalogue, entries: entries, ledgers: ledgers, signals: signals)
        signalled = SignalWorker(
            database: database, clock: clock, catalogue: catalogue, entries: entries, ledgers: ledgers, signals: signals)
        archives = ArchiveWorker(database: database, clock: clock, ledgers: ledgers, entries: entries, signals: signals)
        decisions = DecisionWorker(
            database: database, clock: clock, source: ports.decisions, cursors: Self.cursors, catalogue: catalogue, ledgers: ledgers,
            faults: faults, signals: signals, jitter: ports.jitter)
        facts = FactWorker(database: database, clock: clock, receiver: ports.facts)
        var configured: Set<MessageChannel> = [.inApp, .webhook]
        if settings.mail != nil, ports.mailer != nil { configured.insert(.email) }
        sends = MessageDispatcher(
            database: database, clock: clock,
            claims: SendClaims(
                catalogue: catalogue, people: people,
                gate: SendGateReader(
                    configured: configured, holdoutShare: settings.holdoutShare, timezone: settings.timezone)),
            ledgers: ledgers,
            faults: SendFaults(
                ledgers: ledgers, settling: SendSettling(catalogue: catalogue), runs: faults, jitter: ports.jitter),
            composer: MessageComposer(
                renderer: ports.renderer, mail: settings.mail, links: links, preferences: preferences, locale: settings.locale),
            mailer: ports.mailer, webhooks: ports.webhooks, signals: signals, jitter: ports.jitter, logger: logger,
            concurrency: max(8, (settings.mail?.connections ?? 4) * 2))
        unsubscribing = UnsubscribeDesk(database: database, clock: clock, links: links, signals: signals)
        closing = {
            await (ports.mailer as? SMTPMailer)?.close()
        }
        self.feed = feed
        self.catalogue = catalogue
        self.database = database
        self.clock = clock
        self.logger = logger
        self.signals = signals
    }

    /// The loops that do the work, each woken by a signal or by what falls due; what fails in one holds up no other.
    var loops: [any Service] {
        [
            loop("backfills", signals.backfills) { WorkRound(hasMore: try await backfills.round(), nextDue: nil) },
            loop("archives", signals.archives) { WorkRound(hasMore: try await archives.round(), nextDue: nil) },
            loop("signals", signals.signalled) { WorkRound(hasMore: try await signalled.round(), nextDue: nil) },
            loop("runs", signals.runs) { try await runs.round() },
            loop("decisions", signals.decisions) { try await decisions.round() },
            loop("facts", signals.facts) { try await facts.round() },
        ] + signals.sends.map { channel, signal in loop("sends-\(channel.rawValue)", signal) { try await sends.round(channel) } }
    }

    private func loop(_ name: String, _ signal: WakeSignal, _ round: @escaping @Sendable () async throws -> WorkRound) -> WorkLoop {
        WorkLoop(name: name, signal: signal, clock: clock, logger: logger, round: round)
    }

    /// Does everything that is due now, and what that makes due, until nothing is left: for tests and tools.
    package func settle() async throws {
        while true {
            var worked = try await backfills.round()
            worked = try await archives.round() || worked
            worked = try await signalled.round() || worked
            worked = try await runs.round().hasMore || worked
            worked = try await decisions.settleRound() || worked
            worked = try await sends.settleRound() || worked
            if !worked { return }
        }
    }
}
