import ConsoleKit
import JourneyDomain

/// What keeps a draft from being published, each fault with its node and place.
struct IssueTable: Sendable {
    let issues: [JourneyIssue]
    let words: JourneyWords

    var markup: Markup {
        let screen = words.screen
        return Markup.card(screen("journey.issues.title"), note: screen("journey.issues.note")) {
            Markup.table(
                label: screen("journey.issues.title"),
                [
                    TableColumn(screen("journey.field.node")), TableColumn(screen("journey.field.issue")),
                    TableColumn(screen("journey.field.place")),
                ], issues
            ) { [.text($0.node ?? ""), .text(words.issue($0)), "<code>\($0.pointer)</code>"] }
        }
    }
}
