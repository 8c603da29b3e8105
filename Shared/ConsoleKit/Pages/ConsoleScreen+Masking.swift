package import CommonModels
import ServiceKit

extension ConsoleScreen {
    private static let namedMax = 6

    /// Above a page on which something was masked: which fields, because of which labels, and who decides it.
    var maskNote: Markup {
        let hidden = fields.hidden
        guard !hidden.isEmpty else { return .empty }
        var names: [String] = []
        for name in hidden.map(\.field.name) where !names.contains(name) { names.append(name) }
        var named = names.prefix(Self.namedMax).joined(separator: ", ")
        if names.count > Self.namedMax { named += " " + words("console.chart.others", ["n": "\(names.count - Self.namedMax)"]) }
        let labels = Set(hidden.flatMap(\.labels)).map(labelName).sorted().joined(separator: ", ")
        let roles = Role.allCases.filter { principal?.roles.contains($0) ?? false }.map { words("console.role.\($0.rawValue)") }
        let note = words(
            "console.masked.note",
            ["fields": named, "labels": labels, "roles": roles.isEmpty ? words("console.role.none") : roles.joined(separator: ", ")])
        return "<p class=\"notice info masked\" role=\"note\">\(note)</p>"
    }

    /// Why a value is not shown, beside it; empty when it is.
    package func maskedBecause(_ field: DataField) -> String? {
        guard let hidden = fields.hidden.first(where: { $0.field == field }) else { return nil }
        return words("console.masked.value", ["labels": hidden.labels.map(labelName).joined(separator: ", ")])
    }

    private func labelName(_ label: DataLabel) -> String {
        words.optional("profile.policies.label.\(label.rawValue)", fallback: label.rawValue)
    }
}
