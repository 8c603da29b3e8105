import CommonModels
import FeedKit
import ProfileDomain
import StorageKit

/// What one transaction changes of computed and estimated traits: everybody's sheet is read once and written once.
struct ComputedLedger {
    static let source = "maru"
    /// A change of confidence that is worth telling.
    private static let confidenceStep = 0.099

    private let now: Instant
    private(set) var sheets: [ProfileID: ComputedSheet]
    private var changed: Set<ProfileID> = []
    private var values: [Value] = []

    private struct Value {
        let id: ProfileID
        let key: TraitKey
        let view: TraitView?
        /// Whether it is told even where nothing changed.
        let isTold: Bool
    }

    /// - Parameter ids: everybody of whom something may change.
    init(of ids: Set<ProfileID>, at now: Instant, in transaction: any SQLTransaction) throws {
        self.now = now
        sheets = try ComputedSheetStore.load(ids, in: transaction)
    }

    /// A trait's state is now this one; without an event that counts there is no state and no value.
    mutating func settle(_ planned: PlannedTrait, _ state: ComputedState, of id: ProfileID, isTold: Bool = false) {
        let trait = planned.trait
        guard planned.isLive, state.oldest != nil else {
            forget(trait.key.rawValue, of: id)
            values.append(Value(id: id, key: planned.key, view: nil, isTold: isTold))
            return
        }
        keep(
            ComputedSheet.State(version: planned.version, due: state.dueDate(of: trait, at: now), memory: .events(state)),
            trait.key.rawValue, of: id)
        let view = state.value(of: trait, at: now).map { TraitView(value: $0, at: now, source: Self.source, kind: .computed) }
        values.append(Value(id: id, key: planned.key, view: view, isTold: isTold))
    }

    mutating func settle(_ habit: Habit, _ estimate: Estimate, of id: ProfileID, isTold: Bool = false) {
        if estimate.weights.isEmpty {
            forget(habit.stateKey, of: id)
        } else {
            keep(ComputedSheet.State(version: 1, due: nil, memory: .evidence(estimate)), habit.stateKey, of: id)
        }
        let view = estimate.guess.map {
            TraitView(value: .string($0.value), at: now, source: Self.source, kind: .inferred, confidence: $0.confidence)
        }
        values.append(Value(id: id, key: habit.trait, view: view, isTold: isTold))
    }

    /// A value that has no state.
    mutating func set(_ view: TraitView?, as key: TraitKey, of id: ProfileID) {
        values.append(Value(id: id, key: key, view: view, isTold: false))
    }

    /// A state that belongs to no trait any more.
    mutating func forget(_ key: String, of id: ProfileID) {
        if sheets[id]?.states.removeValue(forKey: key) != nil { changed.insert(id) }
    }

    /// Somebody who is somebody else now.
    mutating func forget(_ id: ProfileID) {
        if sheets.updateValue(ComputedSheet(), forKey: id) != nil { changed.insert(id) }
    }

    private mutating func keep(_ state: ComputedSheet.State, _ key: String, of id: ProfileID) {
        sheets[id, default: ComputedSheet()].states[key] = state
        changed.insert(id)
    }

    /// Writes states and values.
    /// - Returns: what the feed says of it, one event per person.
    mutating func save(in transaction: any SQLTransaction) throws -> [FeedEvent] {
        let stated = try TraitStore.profiles.stated(of: Set(values.map(\.id.rawValue)), in: transaction)
        var changes: [ProfileID: ProfileChange] = [:]
        for (id, values) in Dictionary(grouping: values, by: \.id) {
            var sheet = TraitSheet(sheets[id]?.statements ?? [:])
            if let others = stated[id.rawValue] { sheet.hold(others) }
            var change = ProfileChange(profileId: id)
            for value in values where value.isTold || Self.isNews(value, in: sheet) {
                let outcome = sheet.set(value.view, as: value.key)
                for (key, statement) in outcome.written { sheets[id, default: ComputedSheet()].statements[key] = statement }
                for key in outcome.dropped { sheets[id]?.statements[key] = nil }
                if !outcome.written.isEmpty || !outcome.dropped.isEmpty { changed.insert(id) }
                change.add(outcome)
                if value.isTold { change.tell(value.key.name, sheet) }
            }
            changes[id] = change
        }
        try ComputedSheetStore.save(sheets.filter { changed.contains($0.key) }, in: transaction)
        return changes.sorted { $0.key < $1.key }.compactMap { $1.feedEvent(at: now) }
    }

    private static func isNews(_ value: Value, in sheet: TraitSheet) -> Bool {
        let known = sheet.statements[value.key]
        guard let view = value.view else { return known != nil }
        guard let known, known.value == view.value else { return true }
        return abs((known.confidence ?? 1) - (view.confidence ?? 1)) >= confidenceStep
    }
}

extension ProfileChange {
    mutating func add(_ outcome: TraitOutcome) {
        for (name, view) in outcome.changed {
            traits[name] = view
            removedTraits.removeAll { $0 == name }
        }
        for name in outcome.removed where !removedTraits.contains(name) { removedTraits.append(name) }
        for name in outcome.removed { traits[name] = nil }
    }

    /// Says what a trait is now, whether it changed or not: a projection may hold somebody else's value.
    mutating func tell(_ name: String, _ sheet: TraitSheet) {
        if let view = sheet.view(name) {
            traits[name] = view
            removedTraits.removeAll { $0 == name }
        } else {
            traits[name] = nil
            if !removedTraits.contains(name) { removedTraits.append(name) }
        }
    }
}

extension Estimate {
    var json: JSONValue {
        .object(JSONObject(uniqueKeysWithValues: weights.sorted { $0.key < $1.key }.map { ($0.key, .number($0.value)) }))
    }

    init(json: JSONValue) {
        self.init(
            weights: Dictionary(
                uniqueKeysWithValues: (json.objectValue ?? [:]).compactMap { name, weight in weight.doubleValue.map { (name, $0) } }))
    }
}
