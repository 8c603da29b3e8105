import CommonModels
import ConsoleKit
import DecisionDomain
import FeedKit
import Hummingbird
import ProjectionKit
import ServiceClients
import ServiceKit
import StorageKit
import SubjectKit

/// The parts of the service, put together once.
struct DecisionParts: Sendable {
    let feed: Feed
    let decisions: GroupCommit<DecisionDraft, RecordOutcome>
    let feedback: GroupCommit<FeedbackRecorder.Item, FeedbackOutcome>
    let subjects: SubjectDesk
    let profileFeed: FeedConsumer
    let segmentFeed: FeedConsumer
    let facts: FactSender
    let retention: Retention
    let copies: Retention
    private let frame: ServiceFrame
    private let settings: DecisionSettings
    private let catalogue: CatalogueCache
    private let engine: DecisionEngine
    private let people: PeopleDirectory
    private let totals: TotalCounters
    private let log: DecisionLog

    /// Another replica may apply the feeds; then what is cached of a person is this old at most.
    static let sharedCacheAgeMax: Duration = .milliseconds(200)

    /// - Throws: ``SettingsError``
    init(frame: ServiceFrame) throws {
        let database = frame.database
        let settings = try DecisionSettings(frame.settings.config)
        let cache = PersonCache(capacity: settings.peopleCached, ageMax: database.engine == .sqlite ? nil : Self.sharedCacheAgeMax)
        let catalogue = CatalogueCache(database: database, clock: frame.clock, didChange: { cache.clear() })
        let people = PeopleDirectory(database: database, cache: cache, store: PersonStore())
        let totals = TotalCounters()
        let log = DecisionLog(database: database)
        let feed = Feed(service: .decision, database: database, clock: frame.clock)
        let recorder = DecisionRecorder(feed: feed)
        let decisions = GroupCommit("decisions", database: database) { drafts, tx in try recorder.record(drafts, in: tx) }
        let feedbackRecorder = FeedbackRecorder(feed: feed)
        let feedback = GroupCommit("feedback", database: database) { items, tx in try feedbackRecorder.record(items, in: tx) }
        let http = ServiceHTTP(frame: frame)
        let projection = DecisionProjection()
        let horizon = FeedHorizon(database: database)
        self.frame = frame
        self.settings = settings
        self.catalogue = catalogue
        self.people = people
        self.totals = totals
        self.log = log
        self.feed = feed
        self.decisions = decisions
        self.feedback = feedback
        let subjects = SubjectDesk(frame: frame, feed: feed, http: http, holdings: DecisionHoldings.all)
        self.subjects = subjects
        let apply = subjects.applying { try projection.apply($0, in: $1) }
        profileFeed = FeedConsumer(
            name: FeedHorizon.profileConsumer, source: .profile, http: http, frame: frame, apply: apply,
            afterCommit: { cache.invalidate(DecisionProjection.people(in: $0)) })
        segmentFeed = FeedConsumer(
            name: FeedHorizon.segmentConsumer, source: .segment, http: http, frame: frame, neighbours: horizon.cursors, apply: apply,
            afterCommit: { cache.invalidate(DecisionProjection.people(in: $0)) })
        facts = FactSender(database: database, profile: ProfileClient(http: http), logger: frame.logger)
        let sweep = DecisionSweep(database: database, clock: frame.clock, keep: settings.keep)
        retention = Retention("decision-log", of: frame) { try await sweep.step() }
        let clock = frame.clock
        let kept = ProjectedRetention(database: database, now: { clock.now() }) { lost, tx in
            tx.afterCommit { cache.invalidate(Set(lost.keys)) }
        }
        copies = Retention("copies-of-events", of: frame) { try await kept.step() }
        engine = DecisionEngine(
            catalogue: catalogue, people: people, horizon: horizon, totals: totals, commits: decisions, log: log,
            clock: frame.clock, ids: frame.ids, holdoutShare: settings.holdoutShare)
    }

    func addRoutes(to router: Router<ServiceContext>) {
        documents("/v1/offers", of: Offer.self).add(to: router)
        documents("/v1/placements", of: Placement.self).add(to: router)
        documents("/v1/caps", of: SharedCap.self).add(to: router)
        documents("/v1/experiments", of: Experiment.self).add(to: router)
        DecideRoutes(engine: engine, log: log, people: people, database: frame.database).add(to: router)
        let desk = FeedbackDesk(catalogue: catalogue, people: people, totals: totals, commits: feedback, clock: frame.clock)
        FeedbackRoutes(desk: desk, results: OfferResultStore(database: frame.database)).add(to: router)
        ExperimentRoutes(
            store: CatalogueStore(database: frame.database), split: ExperimentSplit(database: frame.database),
            holdoutShare: settings.holdoutShare
        ).add(to: router)
    }

    func addPages(to router: Router<ServiceContext>, console: Console) {
        let database = frame.database
        AuditPages(console: console, audit: frame.audit).add(to: router)
        let offers = CatalogueStore<Offer>(database: database)
        let placements = CatalogueStore<Placement>(database: database)
        let editor = CatalogueEditor(store: offers, cache: catalogue, audit: frame.audit, clock: frame.clock, ids: frame.ids)
        OfferFormPage(console: console, placements: placements, editor: editor).add(to: router)
        OfferPages(console: console, store: offers, results: OfferResultStore(database: database), editor: editor).add(to: router)
        PlacementPages(
            console: console, placements: placements, sharedCaps: CatalogueStore(database: database), catalogue: catalogue
        ).add(to: router)
        TesterPage(console: console, engine: engine, catalogue: catalogue).add(to: router)
        ExperimentPages(
            console: console, store: CatalogueStore(database: database), split: ExperimentSplit(database: database),
            holdoutShare: settings.holdoutShare
        ).add(to: router)
    }

    private func documents<Document: CatalogueDocument>(_ path: String, of: Document.Type) -> CatalogueRoutes<Document> {
        CatalogueRoutes(
            path: path, store: CatalogueStore(database: frame.database), cache: catalogue, audit: frame.audit, clock: frame.clock,
            ids: frame.ids)
    }
}
