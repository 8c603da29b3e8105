package import CommonModels
package import DecisionDomain
package import StorageKit
import Synchronization

/// The compiled catalogue, shared by all requests of this replica.
///
/// Edits of this replica show at once (``invalidate()``), those of others after at most ``checkInterval``.
package final class CatalogueCache: Sendable {
    package static let checkInterval: Duration = .seconds(1)

    private struct State {
        var catalogue = OfferCatalogue.empty
        var checkedAt: Instant?
    }

    private let database: any Database
    private let clock: WallClock
    private let state = Mutex(State())
    private let didChange: @Sendable () -> Void

    /// - Parameter didChange: told after a new catalogue took the old one's place.
    package init(database: any Database, clock: WallClock, didChange: @escaping @Sendable () -> Void = {}) {
        self.database = database
        self.clock = clock
        self.didChange = didChange
    }

    package func current() async throws -> OfferCatalogue {
        let now = clock.now()
        if let fresh = fresh(at: now) { return fresh }
        let known = state.withLock { $0.catalogue.version }
        let loaded = try await database.read { tx in
            try CatalogueState.version(in: tx) == known ? nil : try CatalogueState.load(in: tx)
        }
        let (catalogue, isNew) = state.withLock { state in
            let isNew = (loaded?.version ?? 0) > state.catalogue.version
            if isNew, let loaded { state.catalogue = loaded }
            state.checkedAt = now
            return (state.catalogue, isNew)
        }
        if isNew { didChange() }
        return catalogue
    }

    /// The catalogue without a look at the database, if it was checked recently.
    package func fresh(at now: Instant) -> OfferCatalogue? {
        state.withLock { state in
            guard let checkedAt = state.checkedAt, now.duration(since: checkedAt) < Self.checkInterval else { return nil }
            return state.catalogue
        }
    }

    package func invalidate() {
        state.withLock { $0.checkedAt = nil }
    }
}
