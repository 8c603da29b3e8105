import CommonModels
import ConsoleKit

/// What a person chose in the filter of quarantine, as the page's address and forms carry it.
struct QuarantineForm {
    private static let names = ["source", "event", "rule", "q", "from", "to", "id"]

    /// Only fields with a value.
    let values: [(name: String, value: String)]

    init(_ value: (String) -> String?) {
        values = Self.names.compactMap { name in value(name).flatMap { $0.isEmpty ? nil : (name, String($0.prefix(300))) } }
    }

    init(_ sent: [String: String]) { self.init { sent[$0] } }

    subscript(name: String) -> String? { values.first { $0.name == name }?.value }

    var isEmpty: Bool { values.isEmpty }

    /// Days are those of the display zone. Who sees events masked searches in their names only.
    func filter(_ screen: ConsoleScreen) -> QuarantineFilter {
        var filter = QuarantineFilter()
        filter.ids = self["id"].flatMap { Int64($0) }.map { [$0] } ?? []
        filter.source = self["source"]
        filter.event = self["event"]
        filter.rule = self["rule"]
        filter.text = self["q"].map { String($0.prefix(QuarantineFilter.textLengthMax)) }
        filter.isShallow = !screen.fields.readsEverything
        let zone = screen.format.zone
        filter.from = self["from"].flatMap(DisplayZone.day).map(zone.start)
        filter.to = self["to"].flatMap(DisplayZone.day).map { zone.start(of: CivilDate(daysSince1970: $0.daysSince1970 + 1)) }
        return filter
    }

    func address(_ path: String) -> String {
        let query = values.map { "\(PageAddress.encoded($0.name))=\(PageAddress.encoded($0.value))" }.joined(separator: "&")
        return query.isEmpty ? path : path + "?" + query
    }
}
