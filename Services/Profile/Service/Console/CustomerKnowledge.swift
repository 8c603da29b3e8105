import CommonModels
import ConsoleKit
import ProfileDomain

/// What is known of a customer, sorted by how it is known.
struct CustomerKnowledge: Sendable {
    let sheet: TraitSheet
    let computed: [ComputedTrait]

    /// A value of one kind, and whether it is the one that counts under its name.
    struct Fact: Sendable {
        let name: String
        let kind: TraitKind
        let statement: TraitStatement
        let counts: Bool
    }

    private static let first = ["name", "email", "phone", "tier", "level", "grade"]

    /// Living statements of a kind, the usual ones first, then by name.
    func facts(_ kind: TraitKind) -> [Fact] {
        sheet.statements.compactMap { key, statement in
            guard key.kind == kind, !statement.isTakenBack, key != GroupBatch.trait else { return nil }
            return Fact(name: key.name, kind: kind, statement: statement, counts: sheet.view(key.name)?.kind == kind)
        }.sorted { left, right in (Self.place(left.name), left.name) < (Self.place(right.name), right.name) }
    }

    /// Statements with a history: another value before, or another source that says something else.
    var contested: [(key: TraitKey, statement: TraitStatement)] {
        sheet.statements.filter { key, statement in
            (key.kind == .zeroParty || key.kind == .firstParty)
                && (statement.previous != nil || statement.overruled != nil || statement.isTakenBack)
        }.sorted { ($0.key.name, $0.key.kind.precedence) < ($1.key.name, $1.key.kind.precedence) }.map { ($0.key, $0.value) }
    }

    func definition(_ name: String) -> ComputedTrait? { computed.first { $0.key.rawValue == name } }

    private static func place(_ name: String) -> Int { first.firstIndex(of: name) ?? first.count }
}
