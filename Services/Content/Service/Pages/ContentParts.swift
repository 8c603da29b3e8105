import ConsoleKit
import ContentDomain
import HTTPTypes

/// Pieces the content pages share.
enum ContentParts {
    static func status(_ item: ContentItem, _ screen: ConsoleScreen) -> Markup {
        let text = screen("content.status.\(item.status.rawValue)")
        return switch item.status {
        case .draft: Markup.tag(text, .plain)
        case .published: Markup.tag(text, .good)
        case .changed: Markup.tag(text, .info)
        }
    }

    /// Tags typed with commas between them.
    static func tags(_ text: String?) -> [String] {
        (text ?? "").split(separator: ",").map { String($0.trimmingPrefix { $0 == " " }.reversed().drop { $0 == " " }.reversed()) }.filter { !$0.isEmpty }
    }

    static func findings(_ findings: [ContentFinding], _ screen: ConsoleScreen) -> Markup {
        Markup.table(
            label: screen("content.item.findings"),
            [
                TableColumn(screen("content.finding.weight")), TableColumn(screen("content.finding.place")), TableColumn(screen("content.finding.what")),
            ], findings
        ) { finding in
            [
                .tag(screen("content.finding.\(finding.severity.rawValue)"), finding.severity == .error ? .bad : .warn),
                .text(place(finding, screen)),
                .text(screen("content.finding.\(finding.code.rawValue)", ["subject": finding.subject])),
            ]
        }
    }

    private static func place(_ finding: ContentFinding, _ screen: ConsoleScreen) -> String {
        var text = finding.locale
        if !finding.part.isEmpty { text += " · " + screen("content.part.\(finding.part)") }
        if finding.line > 0 { text += " · " + screen("content.finding.line", ["n": "\(finding.line)"]) }
        return text
    }
}
