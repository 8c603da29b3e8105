import CommonModels
import ProfileDomain
import StorageKit

/// Tells, of everything that happened to a merged person since the merge, whose it is: the user id an event names decides,
/// without one the anonymous id.
struct EventAttribution {
    /// An event that belongs to the restored profile.
    struct Moved {
        let eventId: EventID
        /// Where it stands, under whom it is stored.
        let place: EventPlaces.Place
        let isConsent: Bool
    }

    private let keys: Set<IdentityKey>
    private let rules: IdentityRules
    private(set) var moved: [Moved] = []
    /// How many events name identities of the restored profile and these others; they go with whom their user id names.
    private var foreign: [Set<IdentityKey>: Int] = [:]
    /// Events that name neither by an id; they stay.
    private(set) var nameless = 0
    /// What the traits of the two say since, in the order of their times.
    private(set) var movedStatements: [StatedTraits] = []
    private(set) var stayingStatements: [StatedTraits] = []
    private var namedByMoved: Set<IdentityKey> = []
    private var namedByStaying: Set<IdentityKey> = []

    /// - Parameter keys: what the restored profile was known by.
    init(keys: [IdentityKey], rules: IdentityRules) {
        self.keys = Set(keys)
        self.rules = rules
    }

    /// Identities that came only with the restored profile's events.
    var gained: Set<IdentityKey> { namedByMoved.subtracting(namedByStaying).subtracting(keys) }

    /// Events that name both the restored profile and somebody else than it.
    func mixed(_ returning: [IdentityKey]) -> Int {
        foreign.reduce(0) { $0 + ($1.key.isSubset(of: returning) ? 0 : $1.value) }
    }

    static let eventsSQL = """
        SELECT event_seq, event_id, type, name, time, source, user_id, anonymous_id, properties, context, kind FROM person_event
        WHERE profile_id = $1 AND event_seq >= $2 ORDER BY time, event_seq
        """

    mutating func read(_ profiles: [ProfileID], from sequence: Int64, in transaction: any SQLTransaction) throws {
        for profile in profiles {
            try transaction.forEachRow(Self.eventsSQL, [profile, sequence]) { row in try take(row, of: profile) }
        }
    }

    private mutating func take(_ row: SQLRow, of profile: ProfileID) throws {
        let named = [
            try row.textOrNull("user_id").flatMap { rules.key(.userId, $0) },
            try row.textOrNull("anonymous_id").flatMap { rules.key(.anonymousId, $0) },
        ].compactMap(\.self)
        let isTheirs = named.first.map { keys.contains($0) } ?? false
        if named.isEmpty { nameless += 1 }
        let others = Set(named).subtracting(keys)
        if !others.isEmpty, others.count < named.count { foreign[others, default: 0] += 1 }
        let statement = try StatedTraits(row)
        if isTheirs {
            let isConsent = try row.textOrNull("name") == ConsentRecord.eventName
            let place = EventPlaces.Place(
                profile: profile, time: try row.instant("time"), sequence: try row.integer("event_seq"), kind: try row.text("kind"))
            moved.append(Moved(eventId: try row.id("event_id"), place: place, isConsent: isConsent))
            namedByMoved.formUnion(named)
            if let statement { movedStatements.append(statement) }
        } else {
            namedByStaying.formUnion(named)
            if let statement { stayingStatements.append(statement) }
        }
    }

    /// Events stored under these ids and those that ended in them.
    static func count(_ living: [ProfileID], in transaction: any SQLTransaction) throws -> Int {
        try living.reduce(0) { count, id in
            let ids = try transaction.rows("SELECT profile_id FROM profile WHERE profile_id = $1 OR merged_into = $1", [id]).map {
                try $0.text("profile_id")
            }
            return try count + Seen.load(ids, in: transaction).events
        }
    }

    /// What the events of some ids say of a profile's life.
    struct Seen {
        var first: Instant?
        var last: Instant?
        var events = 0

        static let seenSQL = """
            SELECT min(time) AS first, max(time) AS last, count(*) AS n FROM event_run CROSS JOIN event_place
            WHERE event_place.run = event_run.run AND profile_id = $1
            """

        static func load(_ ids: [String], in transaction: any SQLTransaction) throws -> Seen {
            var seen = Seen()
            for id in ids {
                let row = try transaction.row(Self.seenSQL, [id])
                guard let row, let first = try row.instantOrNull("first"), let last = try row.instantOrNull("last") else { continue }
                seen.first = seen.first.map { min($0, first) } ?? first
                seen.last = seen.last.map { max($0, last) } ?? last
                seen.events += try row.int("n")
            }
            return seen
        }
    }
}
