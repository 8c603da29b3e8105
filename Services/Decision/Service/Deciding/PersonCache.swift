import CommonModels
import DecisionDomain
import Synchronization

/// People recently decided for, at most ``capacity`` of them; feeds invalidate who they touch.
///
/// Two generations: when the young one is full it becomes the old one, and who was not asked for since is forgotten.
/// A load that raced with an invalidation is not kept. Counters here only spare work: the database admits or refuses.
final class PersonCache: Sendable {
    private struct Entry {
        var person: Person
        let loadedAt: Instant
    }

    private struct Loading {
        var count = 0
        var isStale = false
    }

    private struct State {
        var young: [ProfileID: Entry] = [:]
        var old: [ProfileID: Entry] = [:]
        var loading: [ProfileID: Loading] = [:]
    }

    private let state = Mutex(State())
    private let capacity: Int
    /// Other replicas apply feeds too; where there may be some, entries live no longer than this.
    private let ageMax: Duration?

    init(capacity: Int, ageMax: Duration?) {
        self.capacity = capacity
        self.ageMax = ageMax
    }

    func person(_ id: ProfileID, at now: Instant) -> Person? {
        state.withLock { state in
            let entry: Entry
            if let young = state.young[id] {
                entry = young
            } else if let old = state.old.removeValue(forKey: id) {
                entry = old
                insert(old, at: id, into: &state)
            } else {
                return nil
            }
            if let ageMax, now.duration(since: entry.loadedAt) > ageMax { return nil }
            return entry.person
        }
    }

    /// Announces a load of `id`; every call is followed by one ``finishLoad(of:_:at:)``.
    func beginLoad(of id: ProfileID) {
        state.withLock { $0.loading[id, default: Loading()].count += 1 }
    }

    /// Keeps what was loaded under the id asked for, unless the person changed meanwhile or the load failed (nil).
    func finishLoad(of id: ProfileID, _ person: Person?, at now: Instant) {
        state.withLock { state in
            guard var loading = state.loading[id] else { return }
            loading.count -= 1
            if loading.count == 0 { state.loading.removeValue(forKey: id) } else { state.loading[id] = loading }
            guard let person, !loading.isStale, person.id == id else { return }
            insert(Entry(person: person, loadedAt: now), at: id, into: &state)
        }
    }

    func invalidate(_ ids: some Sequence<ProfileID>) {
        state.withLock { state in
            for id in ids {
                state.young.removeValue(forKey: id)
                state.old.removeValue(forKey: id)
                if state.loading[id] != nil { state.loading[id]?.isStale = true }
            }
        }
    }

    /// Forgets everybody, e.g. because rules now look at other facts.
    func clear() {
        state.withLock { state in
            state.young = [:]
            state.old = [:]
            for id in state.loading.keys { state.loading[id]?.isStale = true }
        }
    }

    /// Takes over counters and arms just written for a person who is still here.
    func learn(_ id: ProfileID, counted: [CountedCap], assignments: [Assignment]) {
        state.withLock { state in
            guard var entry = state.young.removeValue(forKey: id) else { return }
            for item in counted where item.cap.cap.per == .profile {
                if entry.person.counters[item.cap.name]?.revision ?? -1 <= item.ledger.revision {
                    entry.person.counters[item.cap.name] = item.ledger
                }
            }
            for assignment in assignments { entry.person.arms[assignment.experimentKey] = assignment.armKey }
            state.young[id] = entry
        }
    }

    private func insert(_ entry: Entry, at id: ProfileID, into state: inout State) {
        state.young[id] = entry
        if state.young.count > capacity / 2 {
            state.old = state.young
            state.young = [:]
        }
    }
}
