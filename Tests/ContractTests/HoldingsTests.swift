import CommonModels
import HTTPTypes
import HummingbirdTesting
import ServiceKit
import StorageKit
import TestFixtures
import Testing

/// What erasing and access reach is declared; this compares the declaration with the tables there are.
@Suite("Every table that names a person")
struct HoldingsTests {
    /// How columns that hold a profile's id are called.
    private static let names: Set<String> = ["profile_id", "survivor_id", "survivor", "merged", "merged_into", "owner_id"]
    /// Tables that keep an id without a person on purpose, see `ops/decisions/0008`.
    private static let kept: Set<String> = ["subject_erased", "subject_case"]
    /// Tables in which such a column is a count, or whose rows never outlive their transaction.
    private static let nobody: Set<String> = ["population", "consent_proof_permit"]

    @Test("is among what its service says it holds", arguments: ServiceName.allCases)
    func declared(service: ServiceName) async throws {
        try await check(service.type, service)
    }

    private func check<S: MaruService>(_ type: S.Type, _ service: ServiceName) async throws {
        try await TestInstallation.of(type) { installation in
            let columns = try await installation.database.read { tx in
                try tx.rows(
                    """
                    SELECT m.name AS table_name, p.name AS column_name FROM sqlite_master m, pragma_table_info(m.name) p
                    WHERE m.type = 'table'
                    """
                ).map { (table: try $0.text("table_name"), column: try $0.text("column_name")) }
            }
            let naming = Set(columns.filter { Self.names.contains($0.column) }.map(\.table))
            let id = IDGenerator.sequential().next() as ProfileID
            let answer = try await installation.get("/v1/subjects/\(id)").json
            let declared = Set(answer["sections"]?.arrayValue?.compactMap { $0["name"]?.stringValue } ?? [])
            #expect(
                naming.subtracting(declared).subtracting(Self.kept).subtracting(Self.nobody).sorted() == [],
                "\(service) does not say that it holds them")
            #expect(declared.isSubset(of: Set(columns.map(\.table))))
            for section in declared.sorted() {
                let rows = try await installation.get("/v1/subjects/\(id)/\(section)")
                #expect(rows.status == .ok, "\(service) \(section): \(rows.text)")
            }
        }
    }
}
