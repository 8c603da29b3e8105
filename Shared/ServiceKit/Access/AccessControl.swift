package import CommonModels
import HTTPTypes
import Hummingbird
package import Logging
import Synchronization

/// Says who a request is from. Nothing is open by default: no credential, no principal.
///
/// A credential that was accepted is remembered by its text until it expires or the access file changes, so that the
/// request path does one dictionary look-up. The access file is looked at (one `stat`) at most once a second.
package final class AccessControl: Sendable {
    /// Credentials remembered; past it the memory starts anew.
    package static let rememberedMax = 10_000
    /// Passwords checked at one time.
    static let passwordsAtOnce = 4
    /// How long a sign-in waits for its turn.
    static let passwordPatience = Duration.seconds(3)

    package let service: ServiceName
    package let sessions: SessionSigner
    package let tokens: ServiceTokens
    package let throttle: RefusalThrottle
    let clock: WallClock
    let rates: RateLimits
    let store: AccessFileStore
    let logger: Logger
    private let reloadInterval: Duration
    /// One bucket a neighbour, whatever token it shows.
    let serviceBuckets: [ServiceName: TokenBucket]
    let audit: AuditLog?
    private let state: Mutex<State>
    let passwordSlots = PasswordSlots(passwordsAtOnce)

    private struct State {
        var snapshot: AccessSnapshot
        var version: AccessFileStore.Version?
        var lookedAt: ContinuousClock.Instant
        var remembered: [String: Remembered] = [:]
    }

    /// A credential and who it is.
    struct Remembered: Sendable {
        let principal: Principal
        let csrfToken: String?
        let expiresAt: Instant
    }

    /// - Parameter audit: where sign-ins are recorded.
    /// - Throws: ``AccessFileError/unreadable(_:)``.
    package init(
        service: ServiceName, store: AccessFileStore, sessions: SessionSigner, tokens: ServiceTokens, clock: WallClock,
        rates: RateLimits, reloadInterval: Duration = .seconds(1), audit: AuditLog? = nil, logger: Logger
    ) throws {
        self.service = service
        self.store = store
        self.sessions = sessions
        self.tokens = tokens
        self.clock = clock
        self.rates = rates
        self.reloadInterval = reloadInterval
        self.logger = logger
        self.audit = audit
        let now = clock.now()
        serviceBuckets = Dictionary(
            uniqueKeysWithValues: ServiceName.allCases.map { ($0, TokenBucket(perSecond: rates.keyPerSecond, at: now)) })
        throttle = RefusalThrottle(perSecond: rates.refusedPerSecond, burst: max(20, rates.refusedPerSecond * 2))
        let version = store.version()
        let snapshot = AccessSnapshot(try store.load(), rates: rates, at: clock.now())
        state = Mutex(State(snapshot: snapshot, version: version, lookedAt: .now))
    }

    /// What a person or key is called, as records name them by id; nil for one that is not there any more.
    package func name(of actor: String) -> String? { snapshot().names[actor] }

    /// The present keys and accounts, read again if the file changed.
    func snapshot() -> AccessSnapshot {
        refresh()
        return state.withLock { $0.snapshot }
    }

    /// Who `credential` was when it was last accepted; nil if unknown, expired, or the access file changed.
    func remembered(_ credential: String, at now: Instant) -> Remembered? {
        refresh()
        return state.withLock { state in
            guard let found = state.remembered[credential] else { return nil }
            guard now < found.expiresAt else {
                state.remembered[credential] = nil
                return nil
            }
            return found
        }
    }

    func remember(_ credential: String, _ remembered: Remembered) {
        state.withLock { state in
            if state.remembered.count >= Self.rememberedMax { state.remembered = [:] }
            state.remembered[credential] = remembered
        }
    }

    /// Reads the access file again if it was replaced. A file that cannot be read leaves the present keys in force.
    private func refresh() {
        let due = state.withLock { state in
            guard ContinuousClock.now - state.lookedAt >= reloadInterval else { return false }
            state.lookedAt = .now
            return true
        }
        guard due else { return }
        let version = store.version()
        guard version != state.withLock({ $0.version }) else { return }
        do {
            let snapshot = AccessSnapshot(try store.load(), rates: rates, at: clock.now())
            state.withLock { state in
                state.snapshot = snapshot
                state.version = version
                state.remembered = [:]
            }
            logger.info("The access file was read again")
        } catch {
            // Looked at again when it changes again, so that one broken file is one line in the log.
            state.withLock { $0.version = version }
            logger.error("The access file cannot be read; the keys in force stay", metadata: ["reason": .string("\(error)")])
        }
    }
}
