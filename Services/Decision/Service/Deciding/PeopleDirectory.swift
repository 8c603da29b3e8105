import CommonModels
import DecisionDomain
import RuleKit
import StorageKit

/// Finds the person a decision is for: in memory, else in this service's own tables; never over the network.
struct PeopleDirectory: Sendable {
    let database: any Database
    let cache: PersonCache
    let store: PersonStore

    /// - Parameter fromMemory: false when the caller knows of something memory may not hold yet.
    /// - Returns: nil for an identity nobody has been seen with.
    func person(
        _ who: DecideRequest.Who, for references: RuleReferences, at now: Instant, fromMemory: Bool = true
    ) async throws -> Person? {
        switch who {
        case .profile(let id): try await person(id, for: references, at: now, fromMemory: fromMemory)
        case .identity(let namespace, let value):
            if let id = try await database.read({ tx in try PersonStore.owner(of: namespace, value, in: tx) }) {
                try await person(id, for: references, at: now, fromMemory: fromMemory)
            } else {
                nil
            }
        }
    }

    /// The person under this id or the one it was merged into.
    func person(_ id: ProfileID, for references: RuleReferences, at now: Instant, fromMemory: Bool = true) async throws -> Person {
        if fromMemory, let known = cache.person(id, at: now) { return known }
        cache.beginLoad(of: id)
        let store = self.store
        do {
            let person = try await database.read { tx in try store.load(id, for: references, now: now, in: tx) }
            cache.finishLoad(of: id, person, at: now)
            return person
        } catch {
            cache.finishLoad(of: id, nil, at: now)
            throw error
        }
    }

    func survivor(of id: ProfileID) async throws -> ProfileID {
        try await database.read { [store] tx in try store.survivor(of: id, in: tx) }
    }

    func forget(_ id: ProfileID?) {
        if let id { cache.invalidate([id]) }
    }

    func learn(_ id: ProfileID, counted: [CountedCap], assignments: [Assignment]) {
        if counted.isEmpty, assignments.isEmpty { return }
        cache.learn(id, counted: counted, assignments: assignments)
    }
}
