import CommonModels
import ProfileDomain
import StorageKit

/// What Maru itself makes of one person's events: the values of computed traits and guesses, and what each has seen so far.
/// It is read and written as a whole, since one order moves most of it.
struct ComputedSheet {
    /// What a trait has seen.
    struct State {
        let version: Int64
        /// When the value may change without an event.
        let due: Instant?
        let memory: Memory
    }

    enum Memory {
        /// Of a computed trait.
        case events(ComputedState)
        /// Of a ``Habit``.
        case evidence(Estimate)
    }

    /// By key of the computed trait, or ``Habit/stateKey``.
    var states: [String: State] = [:]
    /// Of the kinds `computed` and `inferred`.
    var statements: [TraitKey: TraitStatement] = [:]

    var isEmpty: Bool { states.isEmpty && statements.isEmpty }
    /// When the first of the values may change without an event.
    var due: Instant? { states.values.compactMap(\.due).min() }

    func estimate(of habit: Habit) -> Estimate? {
        if case .evidence(let estimate)? = states[habit.stateKey]?.memory { estimate } else { nil }
    }
}

/// The stored form of states: `{"orderCount":[version,due,state],…}`, times in microseconds.
extension ComputedSheet {
    var statesText: String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(2 + 128 * states.count)
        var separator = UInt8(ascii: "{")
        for (key, state) in states {
            bytes.append(separator)
            separator = UInt8(ascii: ",")
            JSONValue.write(key, into: &bytes)
            bytes.append(contentsOf: ":[".utf8)
            JSONValue.write(state.version, into: &bytes)
            bytes.append(UInt8(ascii: ","))
            if let due = state.due { JSONValue.write(due.microseconds, into: &bytes) } else { bytes.append(contentsOf: "null".utf8) }
            bytes.append(UInt8(ascii: ","))
            switch state.memory {
            case .events(let state): state.write(into: &bytes)
            case .evidence(let estimate): estimate.json.write(into: &bytes)
            }
            bytes.append(UInt8(ascii: "]"))
        }
        if states.isEmpty { bytes.append(separator) }
        bytes.append(UInt8(ascii: "}"))
        return String(decoding: bytes, as: UTF8.self)
    }

    /// States that are made room for at once.
    private static let usualCount = 16

    /// - Throws: ``StorageError/malformed(_:)``; nothing of it is passed over.
    static func states(_ text: String) throws(StorageError) -> [String: State] {
        do throws(JSONParseError) {
            return try JSONReader.read(text) { reader throws(JSONParseError) in
                var states: [String: State] = [:]
                states.reserveCapacity(Self.usualCount)
                try reader.readObject { name, hasEscapes, reader throws(JSONParseError) in
                    let key = try reader.memberName(name, hasEscapes: hasEscapes)
                    states[key] = try reader.readTuple { reader throws(JSONParseError) in
                        try State(from: &reader, isEvidence: Habit.isStateKey(key))
                    }
                }
                return states
            }
        } catch {
            throw .malformed("a computed state: \(error)")
        }
    }
}

extension ComputedSheet.State {
    fileprivate init(from reader: inout JSONReader, isEvidence: Bool) throws(JSONParseError) {
        version = try reader.readInteger()
        try reader.expect(UInt8(ascii: ","))
        due = try reader.takeNull() ? nil : Instant(microseconds: try reader.readInteger())
        try reader.expect(UInt8(ascii: ","))
        memory = isEvidence ? .evidence(Estimate(json: try reader.readValue())) : .events(try ComputedState(from: &reader))
    }
}
