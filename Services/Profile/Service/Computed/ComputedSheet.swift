import CommonModels
import ProfileDomain
import StorageKit

/// What Maru itself makes of one person's events: the values of computed traits and guesses, and what each has seen so far.
/// It is read and written as a whole, since one order moves most of it.
struct ComputedSheet {
    /// What a trait has seen, as it is stored; it is read by whoever goes on from it.
    struct State {
        let version: Int64
        let json: JSONValue
        /// When the value may change without an event.
        let due: Instant?

        func state() throws -> ComputedState {
            guard let state = ComputedState(json: json) else { throw StorageError.malformed("a computed state") }
            return state
        }
    }

    /// By key of the computed trait, or ``Habit/stateKey``.
    var states: [String: State] = [:]
    /// Of the kinds `computed` and `inferred`.
    var statements: [TraitKey: TraitStatement] = [:]

    var isEmpty: Bool { states.isEmpty && statements.isEmpty }
    /// When the first of the values may change without an event.
    var due: Instant? { states.values.compactMap(\.due).min() }
}

extension ComputedSheet {
    /// `{"orderCount":[version,due,state],…}`, times in microseconds.
    var statesJSON: JSONValue {
        .object(
            JSONObject(
                uniqueKeysWithValues: states.sorted { $0.key < $1.key }.map { key, state in
                    (key, [.integer(state.version), state.due.map { .integer($0.microseconds) } ?? .null, state.json])
                }))
    }

    static func states(_ json: JSONValue) throws -> [String: State] {
        var states: [String: State] = [:]
        for (key, entry) in json.objectValue ?? [:] {
            guard let parts = entry.arrayValue, parts.count == 3, let version = parts[0].intValue else {
                throw StorageError.malformed("a computed state")
            }
            states[key] = State(version: version, json: parts[2], due: parts[1].intValue.map { Instant(microseconds: $0) })
        }
        return states
    }
}
