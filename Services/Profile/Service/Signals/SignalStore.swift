import CommonModels
import ProfileDomain
import StorageKit

/// Reads signals: the latest of all, subjects, the state of one, and what happened to it.
struct SignalStore: Sendable {
    private static let columns = "signal_seq, \(SignalBatch.columns.joined(separator: ", "))"
    static let latestSQL = "SELECT \(columns) FROM signal WHERE signal_seq < $1 ORDER BY signal_seq DESC LIMIT $2"
    static let timelineSQL = """
        SELECT \(columns) FROM signal WHERE subject_type = $1 AND subject_id = $2 AND (time, signal_seq) < ($3, $4)
        ORDER BY time DESC, signal_seq DESC LIMIT $5
        """
    static let subjectsSQL = """
        SELECT subject_type, subject_id, first_seen, last_seen, signals FROM signal_subject WHERE subject_type = $1 AND subject_id > $2
        ORDER BY subject_id LIMIT $3
        """
    static let stateSQL = """
        SELECT name, signal_id, properties, time, source FROM signal_state WHERE subject_type = $1 AND subject_id = $2 ORDER BY name LIMIT 500
        """

    let database: any Database

    struct Subject: Sendable {
        let subject: SignalSubject
        let firstSeen: Instant
        let lastSeen: Instant
        let signals: Int64
    }

    /// The latest signal of one name about a subject.
    struct State: Sendable {
        let name: String
        let id: SignalID
        let properties: JSONValue
        let time: Instant
        let source: String
    }

    /// A signal and its place in the log.
    struct Entry: Sendable {
        let sequence: Int64
        let signal: ExternalSignal
    }

    /// As they came in, the latest first.
    func latest(limit: Int, before: Int64?) async throws -> [Entry] {
        try await database.read { tx in try tx.rows(Self.latestSQL, [before ?? .max, limit]).map(Self.entry) }
    }

    /// Of one type, by id.
    func subjects(of type: String, limit: Int, after: String?) async throws -> [Subject] {
        try await database.read { tx in try tx.rows(Self.subjectsSQL, [type, after ?? "", limit]).map(Self.subject) }
    }

    /// - Returns: nil when nothing was ever said of it.
    func subject(_ subject: SignalSubject) async throws -> (subject: Subject, state: [State])? {
        try await database.read { tx in
            let row = try tx.row(
                "SELECT subject_type, subject_id, first_seen, last_seen, signals FROM signal_subject WHERE subject_type = $1 AND subject_id = $2",
                [subject.type, subject.id])
            guard let found = try row.map(Self.subject) else { return nil }
            let state = try tx.rows(Self.stateSQL, [subject.type, subject.id]).map { row in
                State(
                    name: try row.text("name"), id: try row.id("signal_id"), properties: try row.json("properties"),
                    time: try row.instant("time"), source: try row.text("source"))
            }
            return (found, state)
        }
    }

    /// What happened to a subject, by its own time, the latest first.
    func timeline(of subject: SignalSubject, limit: Int, before: (time: Int64, sequence: Int64)?) async throws -> [Entry] {
        try await database.read { tx in
            try tx.rows(Self.timelineSQL, [subject.type, subject.id, before?.time ?? .max, before?.sequence ?? .max, limit]).map(Self.entry)
        }
    }

    private static func subject(_ row: SQLRow) throws -> Subject {
        Subject(
            subject: SignalSubject(type: try row.text("subject_type"), id: try row.text("subject_id")),
            firstSeen: try row.instant("first_seen"), lastSeen: try row.instant("last_seen"), signals: try row.integer("signals"))
    }

    private static func entry(_ row: SQLRow) throws -> Entry {
        Entry(
            sequence: try row.integer("signal_seq"),
            signal: ExternalSignal(
                id: try row.id("signal_id"), messageId: try row.text("message_id"),
                subject: SignalSubject(type: try row.text("subject_type"), id: try row.text("subject_id")), name: try row.text("name"),
                properties: try row.json("properties").objectValue ?? [:], time: try row.instant("time"),
                receivedAt: try row.instant("received_at"), source: try row.text("source")))
    }
}
