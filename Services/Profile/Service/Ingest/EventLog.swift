import CommonModels
import StorageKit

/// The log of events: rows in the order they were stored, and their places in people's timelines.
struct EventLog {
    static let columns = [
        "event_seq", "event_id", "profile_id", "time", "received_at", "message_id", "type", "name", "source", "user_id", "anonymous_id",
        "properties", "context",
    ]

    /// An event as the log keeps it; properties and context are JSON texts.
    struct Entry {
        let id: EventID
        let profile: ProfileID
        let time: Instant
        let receivedAt: Instant
        let messageId: String
        let type: CustomerEventType
        let name: String?
        let source: String
        let userId: String?
        let anonymousId: String?
        let properties: String
        let context: String
    }

    private var values: [SQLValue] = []
    private var places: [EventPlaces.Place] = []

    /// Makes room for this many events.
    mutating func reserve(_ count: Int) {
        values.reserveCapacity(count * Self.columns.count)
        places.reserveCapacity(count)
    }

    /// Adds an event under a number that was reserved for it.
    mutating func add(_ entry: Entry, as sequence: Int64) {
        let type = entry.type.rawValue
        // One after the other, in the order of the columns: a list of them would be an allocation for each event.
        values.append(.integer(sequence))
        values.append(.text(entry.id.rawValue))
        values.append(.text(entry.profile.rawValue))
        values.append(.integer(entry.time.microseconds))
        values.append(.integer(entry.receivedAt.microseconds))
        values.append(.text(entry.messageId))
        values.append(.text(type))
        values.append(.optional(entry.name))
        values.append(.text(entry.source))
        values.append(.optional(entry.userId))
        values.append(.optional(entry.anonymousId))
        values.append(.text(entry.properties))
        values.append(.text(entry.context))
        places.append(
            EventPlaces.Place(profile: entry.profile, time: entry.time, sequence: sequence, kind: entry.name ?? type))
    }

    /// Stores what was added.
    func save(in tx: any SQLTransaction) throws {
        guard !places.isEmpty else { return }
        try tx.insert(into: "event", columns: Self.columns, values: values, onConflict: .fail)
        try EventPlaces.add(places, in: tx)
    }

    /// Numbers for events that will be added.
    static func reserve(_ count: Int, in tx: any SQLTransaction) throws -> [Int64] { try tx.reserveKeys(count, of: "event", "event_seq") }

    /// Appends events that did not come through ingest.
    static func append(_ entries: [Entry], in tx: any SQLTransaction) throws {
        guard !entries.isEmpty else { return }
        var log = EventLog()
        for (entry, sequence) in zip(entries, try reserve(entries.count, in: tx)) { log.add(entry, as: sequence) }
        try log.save(in: tx)
    }

    /// Removes events and their places.
    /// - Returns: events removed.
    static func remove(_ places: [EventPlaces.Place], in tx: any SQLTransaction) throws -> Int {
        try EventPlaces.remove(places, in: tx)
        return try tx.executeMany("DELETE FROM event WHERE event_seq = $1", places.map { [.integer($0.sequence)] })
    }
}

extension EventLog.Entry {
    init(_ event: CustomerEvent) {
        self.init(
            id: event.id, profile: event.profileId, time: event.time, receivedAt: event.receivedAt, messageId: event.messageId,
            type: event.type, name: event.name, source: event.source, userId: event.userId, anonymousId: event.anonymousId,
            properties: JSONValue.object(event.properties).serialized, context: JSONValue.object(event.context).serialized)
    }
}
