package import CommonModels

/// Which events count: by name, by their properties, by whether a known customer did them, and by the lines they carry.
package struct EventSelection: Hashable, Sendable {
    package static let eventsMax = 20
    package static let filtersMax = 20

    package let events: [String]
    package let knownCustomerOnly: Bool
    package let filters: [PropertyFilter]
    package let lines: Lines?

    /// The lines of an event (`products[]`) that count. An event none of whose lines count is not selected; an event without the array is.
    package struct Lines: Hashable, Sendable {
        package let property: String
        package let filters: [PropertyFilter]

        package init(property: String, filters: [PropertyFilter]) {
            self.property = property
            self.filters = filters
        }

        package func accepts(_ line: JSONObject) -> Bool { filters.allSatisfy { $0.accepts(line) } }
    }

    package init(events: [String], knownCustomerOnly: Bool = false, filters: [PropertyFilter] = [], lines: Lines? = nil) {
        self.events = events
        self.knownCustomerOnly = knownCustomerOnly
        self.filters = filters
        self.lines = lines
    }

    /// The lines of an event that this selection looks at, or nil when the event carries none.
    package func lineArray(of event: FactEvent) -> [JSONValue]? {
        lines.flatMap { event.properties[$0.property]?.arrayValue }
    }

    /// Whether the event counts, lines aside.
    package func acceptsEvent(_ event: FactEvent) -> Bool {
        events.contains(event.name)
            && (!knownCustomerOnly || event.isKnownCustomer)
            && filters.allSatisfy { $0.accepts(event.properties) }
    }

    package func accepts(_ event: FactEvent) -> Bool {
        guard acceptsEvent(event) else { return false }
        guard let lines, let array = lineArray(of: event) else { return true }
        return array.contains { $0.objectValue.map(lines.accepts) ?? false }
    }

    /// Properties read by this selection: what an erased person's anonymous facts keep.
    package var properties: Set<String> {
        Set(filters.map(\.property) + (lines.map { [$0.property] } ?? []) + ["currency"])
    }
}
