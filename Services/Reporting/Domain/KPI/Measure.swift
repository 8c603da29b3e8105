import CommonModels

/// What is added up over the selected events. KPIs that need the same measure share it.
package struct Measure: Hashable, Sendable {
    package let selection: EventSelection
    package let quantity: Quantity

    package enum Quantity: Hashable, Sendable {
        /// The number of events.
        case events
        /// The number of different values of a property within a quarter.
        case distinct(String)
        /// The sum of a property of the event; for events without it, of another.
        case property(String, otherwise: String?)
        /// The sum over counting lines of the product of their properties; for events without lines, of a property of the event.
        case lineProduct([String], otherwise: String?)
    }

    package init(_ quantity: Quantity, of selection: EventSelection) {
        self.selection = selection
        self.quantity = quantity
    }

    /// What one event adds. Nil when it does not count.
    package func contribution(of event: FactEvent) -> Contribution? {
        switch quantity {
        case .events:
            return selection.accepts(event) ? Contribution(amount: .zero, key: nil) : nil
        case .distinct(let property):
            guard selection.accepts(event), let value = event.properties[property] else { return nil }
            return Contribution(amount: .zero, key: value.stringValue ?? value.serialized)
        case .property(let property, let otherwise):
            let value = event.properties[property] ?? otherwise.flatMap { event.properties[$0] }
            guard selection.accepts(event), let amount = value.flatMap({ DecimalAmount($0) }) else { return nil }
            return Contribution(amount: amount, key: nil)
        case .lineProduct(let factors, let otherwise):
            guard selection.acceptsEvent(event) else { return nil }
            guard let array = selection.lineArray(of: event) else {
                return otherwise.flatMap { event.properties[$0] }.flatMap { DecimalAmount($0) }.map { Contribution(amount: $0, key: nil) }
            }
            return lineSum(array, factors).map { Contribution(amount: $0, key: nil) }
        }
    }

    /// One event's part of a measure.
    package struct Contribution: Hashable, Sendable {
        package let amount: DecimalAmount
        /// The value that must be different to be counted again; only for ``Quantity/distinct(_:)``.
        package let key: String?
    }

    /// Whether amounts are money, which are never added across currencies.
    package var hasAmount: Bool {
        switch quantity {
        case .events, .distinct: false
        case .property, .lineProduct: true
        }
    }

    /// Properties read: what an erased person's anonymous facts keep.
    package var properties: Set<String> {
        switch quantity {
        case .events: selection.properties
        case .distinct(let property): selection.properties.union([property])
        case .property(let property, let otherwise): selection.properties.union([property] + (otherwise.map { [$0] } ?? []))
        case .lineProduct(_, let otherwise): selection.properties.union(otherwise.map { [$0] } ?? [])
        }
    }

    /// A stable key made from what the measure says, so that a changed definition is another measure.
    package var id: String {
        let text = json.canonical
        return "m" + hex(Bucketing.fnv1a32(text)) + hex(Bucketing.fnv1a32(text + "\u{1}"))
    }

    private func lineSum(_ array: [JSONValue], _ factors: [String]) -> DecimalAmount? {
        var sum: DecimalAmount? = nil
        for value in array {
            guard let line = value.objectValue, selection.lines?.accepts(line) ?? true else { continue }
            var product = DecimalAmount(units: DecimalAmount.scale)
            for factor in factors {
                guard let number = line[factor].flatMap({ DecimalAmount($0) }), let next = product.multiplied(by: number) else {
                    return sum
                }
                product = next
            }
            guard let next = (sum ?? .zero).adding(product) else { return sum }
            sum = next
        }
        return sum
    }

    private func hex(_ value: UInt32) -> String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 8 - digits.count) + digits
    }
}
