import CLibpq
import Foundation

/// One libpq connection, used by one thread. Every call ends by ``deadline`` or throws.
final class PostgresConnection {
    /// Prepared statements kept on a connection; past it all are dropped and made again.
    private static let statementsMax = 512
    /// Bytes of one message of a COPY: the server reads one while the next is on its way.
    private static let copySlice = 1 << 18

    var deadline = Deadline.never
    private let handle: OpaquePointer
    private var statements: [String: String] = [:]
    /// Types of columns by table, as read when a bulk statement first needed them.
    private var tables: [String: [String: PostgresElement]] = [:]
    /// The server keeps statements whose plans no longer fit the schema.
    private var isStale = false
    /// Something was sent whose answer is not read yet.
    private var isAwaiting = false

    /// - Throws: ``PostgresFailure/connectionLost(_:)``.
    init(connection: String, schema: String?, statementMax: Duration) throws {
        let settings: [(String, String)] = [
            ("dbname", connection), ("connect_timeout", "5"), ("client_encoding", "UTF8"), ("fallback_application_name", "maru"),
            ("tcp_user_timeout", "20000"),
        ]
        let opened = Self.withCStrings(settings.map(\.0)) { keywords in
            Self.withCStrings(settings.map(\.1)) { values in PQconnectdbParams(keywords, values, 1) }
        }
        guard let opened else { throw PostgresFailure.connectionLost("out of memory") }
        handle = opened
        guard PQstatus(handle) == CONNECTION_OK else { throw PostgresFailure.connectionLost(lastMessage) }
        PQsetNoticeProcessor(handle, { _, _ in }, nil)
        // DETAIL shows the row that was refused, and messages reach the log: personal data would.
        PQsetErrorVerbosity(handle, PQERRORS_TERSE)
        guard PQsetnonblocking(handle, 1) == 0 else { throw PostgresFailure.connectionLost(lastMessage) }
        deadline = Deadline(after: .seconds(10))
        try run("SET statement_timeout = \(statementMax.milliseconds); SET TIME ZONE 'UTC'")
        try run("SET idle_in_transaction_session_timeout = 120000")  // milliseconds
        if let schema { try run("SET search_path TO \"\(schema)\"") }
    }

    deinit { PQfinish(handle) }

    var isAlive: Bool { PQstatus(handle) == CONNECTION_OK }

    /// Runs commands without parameters through the simple protocol; several may stand in `sql`.
    @discardableResult
    func run(_ sql: String) throws -> PostgresResult {
        try settle()
        guard PQsendQuery(handle, sql) == 1 else { throw lost() }
        return try lastResult()
    }

    func query(_ sql: String, _ parameters: PostgresParameters) throws -> PostgresResult {
        let name = try prepared(sql)
        try settle()
        try send(name, parameters)
        return try lastResult()
    }

    /// Sends a statement without waiting for its answer: the server works on it while the caller prepares what comes next.
    /// Whatever is sent then reads the answer first, and throws what was wrong with it.
    func post(_ sql: String, _ parameters: PostgresParameters) throws {
        let name = try prepared(sql)
        try settle()
        try send(name, parameters)
        try push()
    }

    /// Reads the answer to what was posted.
    func settle() throws {
        guard isAwaiting else { return }
        isAwaiting = false
        _ = try lastResult()
    }

    /// Sends all statements before it reads their answers.
    /// - Returns: rows changed, in total.
    func pipeline(_ batches: [(sql: String, parameters: PostgresParameters)]) throws -> Int {
        let names = try batches.map { try prepared($0.sql) }
        try settle()
        guard PQenterPipelineMode(handle) == 1 else { throw lost() }
        defer { PQexitPipelineMode(handle) }
        var changed = 0
        for (name, batch) in zip(names, batches) { try send(name, batch.parameters) }
        guard PQpipelineSync(handle) == 1 else { throw lost() }
        var failure: (any Error)?
        while true {
            guard let result = try nextResult() else { continue }
            if result.status == PGRES_PIPELINE_SYNC { break }
            if result.status == PGRES_PIPELINE_ABORTED { continue }
            do { try check(result) } catch { failure = failure ?? error }
            changed += result.rowsChanged
        }
        if let failure { throw failure }
        return changed
    }

    /// Posts a `COPY … FROM STDIN (FORMAT binary)`.
    func copy(_ sql: String, _ rows: PostgresBytes) throws {
        try settle()
        guard PQsendQuery(handle, sql) == 1 else { throw lost() }
        let answer = try nextResult()
        guard let answer, answer.status == PGRES_COPY_IN else {
            while try nextResult() != nil {}
            if let answer { try check(answer) }
            throw lost()
        }
        try rows.bytes.withUnsafeBytes { bytes in
            for start in stride(from: 0, to: bytes.count, by: Self.copySlice) {
                try put(UnsafeRawBufferPointer(rebasing: bytes[start..<min(start + Self.copySlice, bytes.count)]))
            }
        }
        guard PQputCopyEnd(handle, nil) == 1 else { throw lost() }
        try push()
    }

    private func put(_ slice: UnsafeRawBufferPointer) throws {
        let start = slice.assumingMemoryBound(to: CChar.self).baseAddress
        while true {
            let queued = PQputCopyData(handle, start, CInt(slice.count))
            guard queued >= 0 else { throw lost() }
            if queued == 1 { return }
            guard try wait(for: POLLIN | POLLOUT, until: deadline) else { throw Self.late }
            guard PQconsumeInput(handle) == 1 else { throw lost() }
        }
    }

    /// What the columns of a table hold; text where the server will say itself that there is no such column.
    func elements(of columns: [String], in table: String) throws -> [PostgresElement] {
        if let known = tables[table], columns.allSatisfy({ known[$0] != nil }) { return columns.map { known[$0] ?? .text } }
        let sql = "SELECT attname, format_type(atttypid, NULL) AS type FROM pg_attribute WHERE attrelid = to_regclass($1) AND attnum > 0"
        var known: [String: PostgresElement] = [:]
        try query(sql, PostgresParameters([.text(table)])).forEachRow { row in
            known[try row.text("attname")] = PostgresElement(typeName: try row.text("type"))
        }
        tables[table] = known
        return columns.map { known[$0] ?? .text }
    }

    /// Names of channels notified since the last call; waits up to `limit` for the first.
    func notifications(waitingUpTo limit: Duration) throws -> [String] {
        _ = try wait(for: POLLIN, until: Deadline(after: limit))
        guard PQconsumeInput(handle) == 1 else { throw lost() }
        var channels: [String] = []
        while let notification = PQnotifies(handle) {
            channels.append(String(cString: notification.pointee.relname))
            PQfreemem(notification)
        }
        return channels
    }

    private func prepared(_ sql: String) throws -> String {
        if let name = statements[sql] { return name }
        try settle()
        if isStale || statements.count >= Self.statementsMax {
            try run("DEALLOCATE ALL")
            statements.removeAll()
            isStale = false
        }
        let name = "s\(statements.count)"
        guard PQsendPrepare(handle, name, sql, 0, nil) == 1 else { throw lost() }
        _ = try lastResult()
        statements[sql] = name
        return name
    }

    private func send(_ name: String, _ parameters: PostgresParameters) throws {
        let sent = parameters.withPointers { values, lengths, formats in
            PQsendQueryPrepared(handle, name, CInt(parameters.count), values, lengths, formats, 0)
        }
        guard sent == 1 else { throw lost() }
    }

    /// Hands over everything; the answer is read later.
    private func push() throws {
        isAwaiting = true
        while try isUnsent() {
            guard try wait(for: POLLIN | POLLOUT, until: deadline) else { throw Self.late }
            guard PQconsumeInput(handle) == 1 else { throw lost() }
        }
    }

    private func isUnsent() throws -> Bool {
        let unsent = PQflush(handle)
        guard unsent >= 0 else { throw lost() }
        return unsent == 1
    }

    /// Reads to the end of what was sent and gives the last result.
    private func lastResult() throws -> PostgresResult {
        var last: PostgresResult?
        var failure: (any Error)?
        while let result = try nextResult() {
            do { try check(result) } catch { failure = failure ?? error }
            last = result
        }
        if let failure { throw failure }
        guard let last else { throw lost() }
        return last
    }

    /// - Returns: nil at the end of one statement's results.
    private func nextResult() throws -> PostgresResult? {
        while true {
            let isUnsent = try isUnsent()
            if !isUnsent && PQisBusy(handle) == 0 { break }
            guard try wait(for: isUnsent ? POLLIN | POLLOUT : POLLIN, until: deadline) else { throw Self.late }
            guard PQconsumeInput(handle) == 1 else { throw lost() }
        }
        return PQgetResult(handle).map(PostgresResult.init)
    }

    private func check(_ result: PostgresResult) throws {
        guard let failure = result.failure else { return }
        let state = result.state
        if PostgresFailure.isWorthRetrying(state: state) {
            if state == "0A000" {
                // Deallocated by the next statement that can: this transaction is over.
                statements.removeAll()
                isStale = true
            }
            throw PostgresFailure.retry(reason: state)
        }
        if !isAlive || state == "57P01" || state == "57P02" || state == "57P03" { throw PostgresFailure.connectionLost(lastMessage) }
        throw failure
    }

    private func wait(for events: CInt, until deadline: Deadline) throws -> Bool {
        var descriptor = pollfd(fd: PQsocket(handle), events: Int16(events), revents: 0)
        guard descriptor.fd >= 0 else { throw lost() }
        return poll(&descriptor, 1, deadline.remainingMilliseconds) > 0
    }

    private var lastMessage: String { PQerrorMessage(handle).map { String(cString: $0) } ?? "" }

    private func lost() -> PostgresFailure { .connectionLost(lastMessage) }
    private static var late: PostgresFailure { .connectionLost("PostgreSQL did not answer in time") }

    /// A NULL-ended array of C strings, valid inside `body`.
    private static func withCStrings<T>(_ strings: [String], _ body: (UnsafePointer<UnsafePointer<CChar>?>?) -> T) -> T {
        let copies = strings.map { strdup($0) }
        defer { for copy in copies { free(copy) } }
        var pointers: [UnsafePointer<CChar>?] = copies.map { $0.map { UnsafePointer($0) } }
        pointers.append(nil)
        return pointers.withUnsafeBufferPointer { body($0.baseAddress) }
    }
}
