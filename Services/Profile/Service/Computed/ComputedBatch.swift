import CommonModels
import FeedKit
import ProfileDomain
import StorageKit

/// Keeps computed and estimated traits within the transaction of the events they come from. States are loaded once for all
/// events of a batch and written once; events that nobody looks at cost one look-up by name.
struct ComputedBatch {
    private let plan: TraitPlan
    private var events: [(id: ProfileID, event: PreparedEvent, interest: TraitPlan.Interest)] = []
    private var merges: [IdentityMerge] = []
    private var surroundings: [(id: ProfileID, CallSurroundings)] = []
    private var daysSeen: [ProfileID: Int64] = [:]

    init(_ plan: TraitPlan) { self.plan = plan }

    /// - Parameter lastSeen: when the person was last seen before this batch; nil for somebody new.
    mutating func note(_ event: PreparedEvent, of id: ProfileID, lastSeen: Instant?) {
        if let interest = plan.interest(in: event.call) { events.append((id, event, interest)) }
        let day = event.time.utcDay
        // Where somebody is and which language they read is told once a day.
        guard day > lastSeen?.utcDay ?? .min, event.call.context.utf8.count > 2, day > daysSeen[id] ?? .min else { return }
        guard let found = CallSurroundings(context: event.call.context) else { return }
        daysSeen[id] = day
        surroundings.append((id, found))
    }

    mutating func note(_ merge: IdentityMerge) { merges.append(merge) }

    /// Call when the events and merges of the batch are in the tables.
    /// - Returns: what the feed says of it.
    func finish(graph: IdentityGraph, now: Instant, in transaction: any SQLTransaction) throws -> [FeedEvent] {
        if events.isEmpty && merges.isEmpty && surroundings.isEmpty { return [] }
        var ids = Set(merges.map(\.merged))
        for id in events.lazy.map(\.id) { ids.insert(graph.survivor(of: id)) }
        for (id, _) in surroundings { ids.insert(graph.survivor(of: id)) }
        for merge in merges { ids.insert(graph.survivor(of: merge.merged)) }
        var ledger = try ComputedLedger(of: ids, at: now, in: transaction)
        let before = ledger.sheets
        let inherited = inherit(before, graph, &ledger)
        try compute(before, inherited, graph, now, &ledger, in: transaction)
        try estimate(before, graph, &ledger)
        return try ledger.save(in: transaction)
    }

    /// The traits that a merged profile had are the survivor's to make anew.
    private func inherit(
        _ before: [ProfileID: ComputedSheet], _ graph: IdentityGraph, _ ledger: inout ComputedLedger
    ) -> [ProfileID: Set<String>] {
        var inherited: [ProfileID: Set<String>] = [:]
        for merge in merges {
            guard let lost = before[merge.merged] else { continue }
            ledger.forget(merge.merged)
            inherited[graph.survivor(of: merge.merged), default: []].formUnion(lost.states.keys)
        }
        return inherited
    }

    private func compute(
        _ before: [ProfileID: ComputedSheet], _ inherited: [ProfileID: Set<String>], _ graph: IdentityGraph, _ now: Instant,
        _ ledger: inout ComputedLedger, in transaction: any SQLTransaction
    ) throws {
        var anew: [ProfileID: [String: PlannedTrait]] = [:]
        for (id, keys) in inherited {
            for key in keys { if let planned = plan[key] { anew[id, default: [:]][key] = planned } }
        }
        var states: [ProfileID: [String: Going]] = [:]
        for (noted, event, interest) in events {
            let id = graph.survivor(of: noted)
            for planned in interest.traits where anew[id]?[planned.trait.key.rawValue] == nil {
                let key = planned.trait.key.rawValue
                guard var going = states[id]?[key] ?? goingOn(before[id]?.states[key], planned, now) else {
                    anew[id, default: [:]][key] = planned
                    continue
                }
                going.state.add(event.call.name ?? "", at: event.time, try event.tree(), of: planned.trait, now: now)
                states[id, default: [:]][key] = going
            }
        }
        let made = try ComputedRebuild.states(anew.mapValues { Array($0.values) }, now: now, in: transaction)
        for (id, traits) in anew {
            for (key, planned) in traits {
                ledger.settle(planned, made[id]?[key] ?? ComputedState(), of: id, isTold: inherited[id]?.contains(key) == true)
            }
        }
        for (id, traits) in states {
            for going in traits.values where going.state != going.before { ledger.settle(going.planned, going.state, of: id) }
        }
    }

    private struct Going {
        let planned: PlannedTrait
        let before: ComputedState
        var state: ComputedState
    }

    /// The state to go on from; nil where it has to be made anew.
    private func goingOn(_ known: ComputedSheet.State?, _ planned: PlannedTrait, _ now: Instant) -> Going? {
        guard let known else { return planned.isBuilt ? Going(planned: planned, before: ComputedState(), state: ComputedState()) : nil }
        guard known.version == planned.version, known.due.map({ $0 > now }) ?? true || planned.trait.window == nil else { return nil }
        guard case .events(let state) = known.memory else { return nil }
        return Going(planned: planned, before: state, state: state)
    }

    private func estimate(
        _ before: [ProfileID: ComputedSheet], _ graph: IdentityGraph, _ ledger: inout ComputedLedger
    ) throws {
        var estimates: [ProfileID: [Habit: Estimate]] = [:]
        func known(_ habit: Habit, _ id: ProfileID) -> Estimate? {
            before[id]?.estimate(of: habit)
        }
        func add(_ habit: Habit, _ value: String, _ weight: Double, _ noted: ProfileID) {
            let id = graph.survivor(of: noted)
            var estimate = estimates[id]?[habit] ?? known(habit, id) ?? Estimate()
            estimate.add(value, weight: weight)
            estimates[id, default: [:]][habit] = estimate
        }
        for (id, found) in surroundings {
            if let timezone = found.timezone { add(.timezone, timezone, 1, id) }
            if let locale = found.locale { add(.locale, locale, 1, id) }
        }
        for (id, event, interest) in events where interest.channelWeight > 0 {
            guard let channel = ChannelUse.channel(of: event.call.name ?? "", try event.tree()) else { continue }
            add(.preferredChannel, channel.rawValue, interest.channelWeight, id)
        }
        var inherited: Set<ProfileID> = []
        for merge in merges {
            let id = graph.survivor(of: merge.merged)
            for habit in Habit.allCases {
                guard let lost = known(habit, merge.merged) else { continue }
                var estimate = estimates[id]?[habit] ?? known(habit, id) ?? Estimate()
                estimate.absorb(lost)
                estimates[id, default: [:]][habit] = estimate
                inherited.insert(id)
            }
        }
        for (id, habits) in estimates {
            for (habit, estimate) in habits { ledger.settle(habit, estimate, of: id, isTold: inherited.contains(id)) }
        }
    }
}
