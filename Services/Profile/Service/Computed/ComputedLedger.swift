import CommonModels
import FeedKit
import ProfileDomain
import StorageKit

/// What one transaction changes of computed and estimated traits: gathered, then written in bulk.
struct ComputedLedger {
    static let source = "maru"
    /// A change of confidence that is worth telling.
    private static let confidenceStep = 0.099

    private let now: Instant
    private var rows: [[SQLValue]] = []
    private var gone: [(ProfileID, String)] = []
    private var values: [Value] = []

    private struct Value {
        let id: ProfileID
        let key: TraitKey
        let view: TraitView?
        /// Whether it is told even where nothing changed.
        let isTold: Bool
    }

    init(at now: Instant) { self.now = now }

    /// A trait's state is now this one; without an event that counts there is no row and no value.
    mutating func settle(_ planned: PlannedTrait, _ state: ComputedState, of id: ProfileID, isTold: Bool = false) {
        let trait = planned.trait
        guard planned.isLive, state.oldest != nil else {
            gone.append((id, trait.key.rawValue))
            values.append(Value(id: id, key: planned.key, view: nil, isTold: isTold))
            return
        }
        let due = state.dueDate(of: trait, at: now)
        rows.append([id.sqlValue, .text(trait.key.rawValue), .integer(planned.version), state.json.sqlValue, due.sqlValue])
        let view = state.value(of: trait, at: now).map { TraitView(value: $0, at: now, source: Self.source, kind: .computed) }
        values.append(Value(id: id, key: planned.key, view: view, isTold: isTold))
    }

    mutating func settle(_ habit: Habit, _ estimate: Estimate, of id: ProfileID, isTold: Bool = false) {
        rows.append([id.sqlValue, .text(habit.stateKey), .integer(1), estimate.json.sqlValue, .null])
        let view = estimate.guess.map {
            TraitView(value: .string($0.value), at: now, source: Self.source, kind: .inferred, confidence: $0.confidence)
        }
        values.append(Value(id: id, key: habit.trait, view: view, isTold: isTold))
    }

    /// A value that has no state.
    mutating func set(_ view: TraitView?, as key: TraitKey, of id: ProfileID) {
        values.append(Value(id: id, key: key, view: view, isTold: false))
    }

    /// A row that belongs to nobody any more.
    mutating func forget(_ key: String, of id: ProfileID) { gone.append((id, key)) }

    /// Writes states and values.
    /// - Returns: what the feed says of it, one event per person.
    func save(in transaction: any SQLTransaction) throws -> [FeedEvent] {
        try ComputedStateStore.save(rows, in: transaction)
        try ComputedStateStore.remove(gone, in: transaction)
        var sheets = try TraitStore.profiles.sheets(of: Set(values.map(\.id)), in: transaction)
        var written: [String: [TraitKey: TraitStatement]] = [:]
        var dropped: [(owner: String, key: TraitKey)] = []
        var changes: [ProfileID: ProfileChange] = [:]
        for value in values {
            var sheet = sheets[value.id] ?? TraitSheet()
            if !value.isTold, !Self.isNews(value, in: sheet) { continue }
            let outcome = sheet.set(value.view, as: value.key)
            sheets[value.id] = sheet
            written[value.id.rawValue, default: [:]].merge(outcome.written) { $1 }
            dropped += outcome.dropped.map { (value.id.rawValue, $0) }
            var change = changes[value.id] ?? ProfileChange(profileId: value.id)
            change.add(outcome)
            if value.isTold { change.tell(value.key.name, sheet) }
            changes[value.id] = change
        }
        try TraitStore.profiles.save(written, in: transaction)
        try TraitStore.profiles.remove(dropped, in: transaction)
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
