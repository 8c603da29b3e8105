package import CommonModels

extension PlanSettings {
    private static let allow = "allow"

    /// `{unplanned: allow | observe | quarantine | block, quarantineDays}`; what is left out is as it ships.
    /// - Throws: ``DocumentFaults``.
    package init(json: JSONValue) throws(DocumentFaults) {
        guard let members = json.objectValue else { throw DocumentFaults([.init("", "must be an object")]) }
        var faults: [DocumentFaults.Fault] = []
        var unplanned: PlanMode?
        if let told = members["unplanned"], told.stringValue != Self.allow {
            unplanned = told.stringValue.flatMap { PlanMode(rawValue: $0) }
            if unplanned == nil {
                let names = ([Self.allow] + PlanMode.allCases.map(\.rawValue)).joined(separator: ", ")
                faults.append(.init("/unplanned", "must be one of \(names)"))
            }
        }
        let days = members["quarantineDays"].map { $0.intValue ?? 0 } ?? Self.standard.quarantineDays
        if !(Self.daysMin...Self.daysMax).contains(days) {
            faults.append(.init("/quarantineDays", "must be a whole number from \(Self.daysMin) to \(Self.daysMax)"))
        }
        for name in members.keys where !["unplanned", "quarantineDays", "version", "updatedAt"].contains(name) {
            faults.append(.init("/" + SchemaReader.escaped(name), "is not known"))
        }
        guard faults.isEmpty else { throw DocumentFaults(faults) }
        self.init(unplanned: unplanned, quarantineDays: days)
    }

    package var json: JSONValue {
        ["unplanned": .string(unplanned?.rawValue ?? Self.allow), "quarantineDays": .integer(quarantineDays)]
    }
}
