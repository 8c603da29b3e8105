import CommonModels
import Configuration
import FeedKit
import Hummingbird
import ProfileDomain
import ServiceClients
import ServiceKit
import ServiceLifecycle
import StorageKit
import SubjectKit

/// The chapter, put together: cases, their work, and Profile's own part in it.
struct SubjectRights: Sendable {
    let blocks: BlockList
    let desk: CaseDesk
    let store: CaseStore
    let bundles: CaseBundleStore
    /// How long an answer may take unless the case says otherwise.
    let law: CaseLaw
    private let subjects: SubjectDesk
    private let confirmations: CaseConfirmations
    private let gatherer: AccessGatherer
    private let retention: Retention

    /// `MARU_PROFILE_CASE_LAW`: `gdpr` (30 days, the default) or `pipa` (10 days). The hashes' key is `subject.key` among the
    /// installation's secrets: who loses it cannot keep erased people out any more.
    /// - Throws: ``SettingsError``, ``AccessFileError``.
    init(frame: ServiceFrame, feed: Feed, http: ServiceHTTP) throws {
        let hasher = SubjectHasher(key: try SecretFolder(path: frame.settings.secretFolder).secret(named: "subject.key"))
        let confirmations = CaseConfirmations(database: frame.database, clock: frame.clock, audit: frame.audit)
        let subjects = SubjectDesk(frame: frame, feed: feed, holdings: ProfileHoldings.all) { id, confirmation in
            try await confirmations.take(confirmation, of: id, from: .profile)
        }
        let signal = CaseSignal()
        let blocks = BlockList(hasher: hasher)
        let work = CaseWork(
            clock: frame.clock, feed: feed, subjects: subjects, erasure: SubjectErasure(blocks: blocks), audit: frame.audit)
        let bundles = CaseBundleStore(database: frame.database, clock: frame.clock, audit: frame.audit)
        self.blocks = blocks
        self.subjects = subjects
        self.confirmations = confirmations
        self.bundles = bundles
        law = try Self.law(frame)
        store = CaseStore(database: frame.database)
        desk = CaseDesk(frame: frame, hasher: hasher, work: work, gathering: signal)
        gatherer = AccessGatherer(
            frame: frame, client: SubjectClient(http: http), records: subjects.records, confirmations: confirmations, signal: signal)
        retention = Retention("subject-bundles", of: frame) { try await bundles.sweep() }
    }

    func addRoutes(to router: Router<ServiceContext>) {
        subjects.addRoutes(to: router)
        CaseRoutes(desk: desk, store: store, confirmations: confirmations, bundles: bundles, law: law).add(to: router)
    }

    var background: [any Service] { [subjects.background, gatherer, retention] }

    private static func law(_ frame: ServiceFrame) throws -> CaseLaw {
        guard let text = frame.settings.config.string(forKey: "maru.profile.case.law"), !text.isEmpty else { return .gdpr }
        guard let law = CaseLaw(rawValue: text) else {
            throw SettingsError.invalid(key: "maru.profile.case.law", expected: "gdpr or pipa")
        }
        return law
    }
}
