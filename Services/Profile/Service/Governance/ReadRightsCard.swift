import CommonModels
import ConsoleKit
import ServiceKit

/// Who reads which labelled data as it is: one line for each role, and one for applications.
struct ReadRightsCard {
    let screen: ConsoleScreen
    let book: PolicyBook

    var markup: Markup {
        .card(screen("profile.reads.title"), note: screen("profile.reads.note")) {
            Markup.table(
                label: screen("profile.reads.title"),
                [TableColumn(screen("profile.reads.role")), TableColumn(screen("profile.reads.labels"))],
                Role.allCases.map(\.rawValue) + [ReadRule.key]
            ) { role in
                let name =
                    role == ReadRule.key ? screen("profile.reads.keys") : screen.words.optional("console.role.\(role)", fallback: role)
                return [.strong(name), labels(book.reads(of: [role]))]
            }
            Markup.why(screen("profile.reads.search"))
        }
    }

    private func labels(_ reads: DataReads) -> Markup {
        switch reads {
        case .everything: return .tag(screen("profile.reads.everything"), .good)
        case .only(let labels) where labels.isEmpty: return .small(screen("profile.reads.nothing"))
        case .only(let labels):
            return .tags(
                labels.map { screen.words.optional("profile.policies.label.\($0.rawValue)", fallback: $0.rawValue) }.sorted())
        }
    }
}
