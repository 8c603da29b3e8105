import CommonModels
import ProfileDomain
import StorageKit
import Testing

@testable import ProfileService

@Suite("Sheets of traits are kept as text")
struct StoredSheetTests {
    private static let at = Instant(microseconds: 1_789_614_000_000_007)

    @Test("everything about a statement comes back")
    func roundTrip() throws {
        let past = TraitPast(value: ["마루", .null], at: .epoch, source: "a \"source\"")
        var tree = TraitTree(["city": "서울", "zip": 4_524], at: Self.at)
        tree = tree.joined(with: TraitTree(["zip": .null], at: Self.at + .seconds(1)))
        let statements: [TraitKey: TraitStatement] = [
            TraitKey("address", .firstParty): TraitStatement(tree: tree, at: Self.at, source: "crm", overruled: past),
            TraitKey("name", .zeroParty): TraitStatement(
                tree: .leaf(.null, 7), at: Instant(microseconds: 7), source: "", reason: "moved\n"),
            TraitKey("locale", .inferred): TraitStatement(
                tree: .leaf("ko-KR", Self.at.microseconds), at: Self.at, source: "maru", confidence: 0.83, previous: past),
        ]
        #expect(try StoredSheet.statements(StoredSheet.text(statements)) == statements)
        #expect(try StoredSheet.statements(StoredSheet.text([:])).isEmpty)
    }

    @Test(
        "nothing is passed over",
        arguments: [
            "", "[{}]", #"[{"name":"a","kind":"wish","value":1,"at":"2026-01-01T00:00:00Z","source":"x"}]"#,
            #"[{"name":"a","kind":"computed","value":1,"at":"yesterday","source":"x"}]"#,
            #"[{"name":"a","kind":"computed","value":1,"at":"2026-01-01T00:00:00Z","source":"x","colour":1}]"#, "[] []",
            #"[{"name":"a","kind":"computed","value":1,"at":"2026-01-01T00:00:00Z"}]"#,
            #"[{"name":"a","kind":"computed","at":"2026-01-01T00:00:00Z","source":"x"}]"#,
            #"[{"name":"a","kind":"computed","value":1,"at":"2026-01-01T00:00:00Z","source":"x","ages":"old"}]"#,
        ])
    func malformed(text: String) { #expect(throws: StorageError.self) { try StoredSheet.statements(text) } }
}
