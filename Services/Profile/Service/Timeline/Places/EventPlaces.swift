import CommonModels
import StorageKit

/// The order of events in their people's timelines.
enum EventPlaces {
    /// Where an event stands.
    struct Place: Hashable {
        let profile: ProfileID
        let time: Instant
        let sequence: Int64
        /// The name of the event, or the type of one without a name.
        let kind: String

        func moved(to profile: ProfileID) -> Place { Place(profile: profile, time: time, sequence: sequence, kind: kind) }
    }

    static let runs = SortedRuns(
        runs: "event_run", entries: "event_place", key: ["profile_id", "time", "event_seq"], rest: ["kind"], openMax: 4_096,
        stepMax: 2_048)

    /// Adds places; the caller's transaction has stored their events.
    static func add(_ places: [Place], in tx: any SQLTransaction) throws {
        try runs.add(places.count, in: tx) { run, values in
            for place in places.sorted(byID: { $0.profile }, then: { $0.time.microseconds }) {
                values.append(run)
                values.append(.text(place.profile.rawValue))
                values.append(.integer(place.time.microseconds))
                values.append(.integer(place.sequence))
                values.append(.text(place.kind))
            }
        }
    }

    /// Takes away the places of events that are gone.
    static func remove(_ places: [Place], in tx: any SQLTransaction) throws {
        try runs.remove(places.map { [$0.profile.sqlValue, $0.time.sqlValue, .integer($0.sequence)] }, in: tx)
    }

    /// Log numbers of the events of a person; the caller adds `= $n` or `IN (…)`.
    static let sequencesSQL = """
        SELECT event_seq FROM event_run CROSS JOIN event_place WHERE event_place.run = event_run.run AND profile_id
        """
}
