import CommonModels
import ConsoleKit

/// Signals, a row each.
struct SignalTable {
    private static let shownMax = 160  // characters of properties

    let screen: ConsoleScreen
    let namesSubject: Bool

    func markup(_ signals: [ExternalSignal]) -> Markup {
        let subject = namesSubject ? [TableColumn(screen("signals.subject"))] : []
        return .table(
            label: screen("signals.latest"),
            [TableColumn(screen("signals.when")), TableColumn(screen("signals.name"))] + subject
                + [TableColumn(screen("signals.properties")), TableColumn(screen("signals.source"))], signals
        ) { signal in row(signal) }
    }

    private func row(_ signal: ExternalSignal) -> [Markup] {
        var cells: [Markup] = [.text(screen.format.relative(signal.time)), .strong(signal.name)]
        if namesSubject {
            cells.append(.link(signal.subject.id, SignalPages.address(of: signal.subject)) + " " + .small(signal.subject.type))
        }
        return cells + [.small(Self.text(signal.properties)), .text(signal.source)]
    }

    static func text(_ properties: JSONObject) -> String {
        let text = properties.map { "\($0.key): \($0.value.stringValue ?? $0.value.serialized)" }.joined(separator: ", ")
        return text.count > shownMax ? text.prefix(shownMax) + "…" : text
    }
}
