import CommonModels

/// How rows of a file become events, as written in a mapping file (`ops/imports/README.md` has every key).
package struct ImportMapping: Sendable {
    package enum Encoding: String, Sendable, CaseIterable {
        case utf8 = "utf-8"
        case latin1
    }
    package enum EventKind: String, Sendable, CaseIterable { case track, identify, page, screen, group }

    /// Where the events come from, e.g. `online-retail`.
    package var source: String
    var delimiter: UInt8
    var encoding: Encoding
    var kind: EventKind
    /// The first name whose conditions hold is taken.
    var names: [EventName]
    var messageID: TextTemplate
    var userID: TextTemplate?
    var anonymousID: TextTemplate?
    /// Of events of the kind group.
    var group: Group?
    var match: Match?
    var timestamp: TimestampRule
    /// Rows that are imported; the others are counted as left out.
    var conditions: [RowCondition]
    /// Rows of one event; nil makes every row an event.
    var grouping: Grouping?
    /// Members of `properties` (`traits` of identify), taken from the first row of an event.
    var properties: [FieldRule]
    var items: Items?
    var totals: [Total]

    /// Whether rows may stand together for one event.
    package var hasGroups: Bool { grouping != nil }

    /// The account or household that a `group` call is about; its traits are the event's properties.
    struct Group: Sendable {
        let id: TextTemplate
        let kind: String?
        let role: TextTemplate?
    }

    /// Rows that agree on all fields of any key are one person (``RecordMatcher``).
    struct Match: Sendable {
        static let columnDefault = "person"
        /// A column that every row has beside its own: the number of the first row of the same person.
        let column: String
        let keys: [MatchKey]
    }

    struct EventName: Sendable {
        let name: String
        let conditions: [RowCondition]
    }

    /// Rows with equal columns belong to one event.
    struct Grouping: Sendable {
        /// Rows that may stand between two rows of one group; 100 when not given.
        static let windowDefault = 100
        static let windowMax = 100_000
        let columns: [String]
        let window: Int
    }

    /// A list with one object per row.
    struct Items: Sendable {
        let name: String
        let fields: [FieldRule]
    }

    /// A sum over the rows of an event: the product of columns, rounded half away from zero per row.
    struct Total: Sendable {
        let name: String
        let factors: [String]
        /// Digits after the point of the result.
        let digits: Int
        let negated: Bool
        let conditions: [RowCondition]
    }

    /// A time column and how it is written.
    struct TimestampRule: Sendable {
        let column: String
        let format: TimestampFormat
    }
}
