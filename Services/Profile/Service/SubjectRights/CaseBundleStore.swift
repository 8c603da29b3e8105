import CommonModels
import HTTPTypes
import Hummingbird
import NIOCore
import ProfileDomain
import ServiceKit
import StorageKit

/// What an access case gathered, in parts of one page each, so that neither writing nor reading holds a whole life in memory.
struct CaseBundleStore: Sendable {
    /// How long it can be fetched.
    static let keep = Duration.days(14)

    let database: any Database
    let clock: WallClock
    let audit: AuditLog

    /// A part's place.
    struct Part: Hashable, Sendable {
        let service: ServiceName
        let section: String
        let number: Int
    }

    static func add(_ part: Part, _ items: [JSONValue], to id: CaseID, in tx: any SQLTransaction) throws {
        try tx.execute(
            """
            INSERT INTO case_bundle (case_id, service, section, part, items) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (case_id, service, section, part) DO UPDATE SET items = excluded.items
            """, [id, part.service.rawValue, part.section, part.number, JSONValue.array(items)])
    }

    static func remove(_ service: ServiceName, _ section: String, of id: CaseID, in tx: any SQLTransaction) throws {
        try tx.execute("DELETE FROM case_bundle WHERE case_id = $1 AND service = $2 AND section = $3", [id, service.rawValue, section])
    }

    /// Everything as one JSON document: `{caseId, services: {profile: {trait: […], …}, …}}`.
    func json(_ id: CaseID, for context: ServiceContext) async throws -> Response {
        let parts = try await parts(id, for: context, what: "json")
        let opening = "{\"caseId\":\"\(id.rawValue)\",\"services\":{"
        let body = ResponseBody { writer in
            try await writer.write(ByteBuffer(string: opening))
            var previous: Part?
            for part in parts {
                try await writer.write(ByteBuffer(string: Self.separator(previous, part)))
                let items = try await self.items(id, part)
                // The brackets of the array are the document's own.
                let inner = JSONValue.array(items).serialized.dropFirst().dropLast()
                try await writer.write(ByteBuffer(string: String(inner)))
                previous = part
            }
            try await writer.write(ByteBuffer(string: previous == nil ? "}}" : "]}}}"))
            try await writer.finish(nil)
        }
        return Response(status: .ok, headers: Self.headers("application/json", "\(id.rawValue).json"), body: body)
    }

    /// One table as CSV (RFC 4180).
    func csv(_ id: CaseID, _ service: ServiceName, _ section: String, for context: ServiceContext) async throws -> Response {
        let parts = try await parts(id, for: context, what: "\(service.rawValue)/\(section)").filter {
            $0.service == service && $0.section == section
        }
        guard !parts.isEmpty else { throw CaseError.bundleGone }
        let body = ResponseBody { writer in
            for part in parts {
                let text = CaseTable.text(try await self.items(id, part), isFirst: part.number == 0)
                try await writer.write(ByteBuffer(string: text))
            }
            try await writer.finish(nil)
        }
        return Response(status: .ok, headers: Self.headers("text/csv; charset=utf-8", "\(service.rawValue)-\(section).csv"), body: body)
    }

    /// The tables gathered, for the page that offers them.
    func sections(_ id: CaseID) async throws -> [Part] {
        try await database.read { tx in try Self.parts(id, in: tx) }.filter { $0.number == 0 }
    }

    /// Removes what has been kept long enough.
    /// - Returns: how many cases lost theirs; 0 when nothing is left.
    func sweep() async throws -> Int {
        let now = clock.now()
        return try await database.write { tx in
            let ids = try tx.rows(
                "SELECT case_id FROM subject_case WHERE bundle_until IS NOT NULL AND bundle_until <= $1 ORDER BY bundle_until LIMIT 10",
                [now])
            for row in ids {
                let id: CaseID = try row.id("case_id")
                try tx.execute("DELETE FROM case_bundle WHERE case_id = $1", [id])
                try tx.execute("UPDATE subject_case SET bundle_until = NULL WHERE case_id = $1", [id])
            }
            return ids.count
        }
    }

    /// Every download is in the audit log before its first byte leaves.
    private func parts(_ id: CaseID, for context: ServiceContext, what: String) async throws -> [Part] {
        let now = clock.now()
        return try await database.write { tx in
            guard let row = try tx.row("SELECT bundle_until FROM subject_case WHERE case_id = $1", [id]) else { throw CaseError.notFound }
            guard let until = try row.instantOrNull("bundle_until"), until > now else { throw CaseError.bundleGone }
            try audit.record(context, action: "case.downloaded", object: id.rawValue, detail: ["what": .string(what)], in: tx)
            return try Self.parts(id, in: tx)
        }
    }

    private static func parts(_ id: CaseID, in tx: any SQLTransaction) throws -> [Part] {
        try tx.rows(
            "SELECT service, section, part FROM case_bundle WHERE case_id = $1 ORDER BY service, section, part", [id]
        ).map { Part(service: try $0.name("service"), section: try $0.text("section"), number: try $0.int("part")) }
    }

    private func items(_ id: CaseID, _ part: Part) async throws -> [JSONValue] {
        try await database.read { tx in
            try tx.row(
                "SELECT items FROM case_bundle WHERE case_id = $1 AND service = $2 AND section = $3 AND part = $4",
                [id, part.service.rawValue, part.section, part.number])?.json("items").arrayValue ?? []
        }
    }

    private static func separator(_ previous: Part?, _ part: Part) -> String {
        let section = JSONValue.string(part.section).serialized
        guard let previous else { return "\"\(part.service.rawValue)\":{\(section):[" }
        if previous.service != part.service { return "]},\"\(part.service.rawValue)\":{\(section):[" }
        return previous.section == part.section ? "," : "],\(section):["
    }

    private static func headers(_ type: String, _ file: String) -> HTTPFields {
        var headers: HTTPFields = [.contentType: type, .cacheControl: "no-store"]
        headers[.contentDisposition] = "attachment; filename=\"\(file)\""
        return headers
    }
}
