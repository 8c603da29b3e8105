import CommonModels
import RuleKit
import SegmentDomain
import StorageKit

/// A row of `segment`.
struct SegmentRow {
    static let columns =
        "id, segment_key, name_ko, name_en, rule, status, version, size, backfill_job, created_at, updated_at, activated_at, "
        + "suspension"

    let segment: Segment
    let size: Int64
    let backfillJob: JobID?

    init(_ row: SQLRow) throws {
        guard let key = SegmentKey(try row.text("segment_key")),
            let name = SegmentName(ko: try row.text("name_ko"), en: try row.text("name_en"))
        else { throw StorageError.malformed("a segment's key or name is not acceptable") }
        segment = Segment(
            id: try row.id("id"), key: key, name: name, rule: try SegmentRow.rule(row), status: try row.name("status"),
            version: try row.int("version"), createdAt: try row.instant("created_at"), updatedAt: try row.instant("updated_at"),
            activatedAt: try row.instantOrNull("activated_at"),
            suspension: try row.textOrNull("suspension").flatMap { PolicyRefusal(json: try JSONValue(parsing: $0)) })
        size = try row.integer("size")
        backfillJob = try row.idOrNull("backfill_job")
    }

    private static func rule(_ row: SQLRow) throws -> Rule {
        do {
            return try Rule(json: try row.json("rule"))
        } catch let problems as RuleProblems {
            throw StorageError.malformed("a segment's rule cannot be read: \(problems.problems.map(\.detail))")
        }
    }
}
