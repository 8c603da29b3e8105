package import CommonModels

/// What is wrong with a catalogue, member by member.
package struct ConsentCatalogueFaults: Error, Hashable, Sendable {
    package struct Fault: Hashable, Sendable {
        package let pointer: String
        package let detail: String
    }

    package private(set) var faults: [Fault] = []

    package init() {}

    package mutating func add(_ pointer: String, _ detail: String) { faults.append(Fault(pointer: pointer, detail: detail)) }
}

extension ConsentCatalogue {
    /// Reads a catalogue that follows `earlier`: texts once published stay as they were, purposes are retired and not removed.
    /// - Throws: ``ConsentCatalogueFaults`` with everything that is wrong.
    package init(json: JSONValue, after earlier: ConsentCatalogue, at now: Instant?) throws(ConsentCatalogueFaults) {
        var reader = ConsentCatalogueReader(earlier: earlier, now: now)
        let catalogue = reader.read(json)
        guard reader.faults.faults.isEmpty else { throw reader.faults }
        self = catalogue
    }

    /// Reads what ``json`` wrote.
    /// - Throws: ``ConsentCatalogueFaults``.
    package init(stored json: JSONValue) throws(ConsentCatalogueFaults) {
        try self.init(json: json, after: ConsentCatalogue(purposes: [], channels: [], regions: [], rules: [], addressDays: 0), at: nil)
    }
}
