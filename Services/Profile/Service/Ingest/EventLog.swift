import CommonModels
import StorageKit

/// The log of events: rows in the order they were stored, and their places in people's timelines.
enum EventLog {
    /// Appends rows of ``IngestStore/eventColumns``; a first value that is null is set here.
    static func append(_ rows: [[SQLValue]], in tx: any SQLTransaction) throws {
        guard !rows.isEmpty else { return }
        var rows = rows
        let unnumbered = rows.indices.filter { rows[$0].first == .null }
        if !unnumbered.isEmpty {
            let sequences = try tx.reserveKeys(unnumbered.count, of: "event", "event_seq")
            for (index, sequence) in zip(unnumbered, sequences) { rows[index][0] = .integer(sequence) }
        }
        let places = try rows.map(place)
        try tx.insert(into: "event", columns: IngestStore.eventColumns, rows: rows, onConflict: .fail)
        try EventPlaces.add(places, in: tx)
    }

    /// Removes events and their places.
    /// - Returns: events removed.
    static func remove(_ places: [EventPlaces.Place], in tx: any SQLTransaction) throws -> Int {
        try EventPlaces.remove(places, in: tx)
        return try tx.executeMany("DELETE FROM event WHERE event_seq = $1", places.map { [.integer($0.sequence)] })
    }

    private static func place(of row: [SQLValue]) throws -> EventPlaces.Place {
        guard row.count == IngestStore.eventColumns.count, case .integer(let sequence) = row[0], case .text(let profile) = row[2], case .integer(let time) = row[3],
            case .text(let type) = row[6]
        else { throw StorageError.malformed("an event's row") }
        let name: String? = if case .text(let name) = row[7] { name } else { nil }
        return EventPlaces.Place(
            profile: ProfileID(trusted: profile), time: Instant(microseconds: time), sequence: sequence, kind: name ?? type)
    }
}
