package import CommonModels

/// What the tracking plan says of one event it speaks of.
package struct PlanJudgement: Hashable, Sendable {
    package static let unplannedRule = "unplanned"

    /// One thing that does not fit.
    package struct Fault: Hashable, Sendable {
        /// ``PlanRule/text``, or ``PlanJudgement/unplannedRule``.
        package let rule: String
        package let mode: PlanMode
        package let fault: SchemaFault

        package init(rule: String, mode: PlanMode, fault: SchemaFault) {
            self.rule = rule
            self.mode = mode
            self.fault = fault
        }

        package var json: JSONValue {
            [
                "rule": .string(rule), "mode": .string(mode.rawValue), "pointer": .string(fault.pointer), "place": .string(fault.place),
                "keyword": .string(fault.keyword), "wanted": .string(fault.wanted), "shape": .string(fault.shape),
                "detail": .string(fault.detail),
            ]
        }

        /// - Returns: nil for what ``json`` did not write.
        package init?(json: JSONValue) {
            func text(_ name: String) -> String? { json[name]?.stringValue }
            guard let rule = text("rule"), let mode = text("mode").flatMap({ PlanMode(rawValue: $0) }), let pointer = text("pointer"),
                let place = text("place"), let keyword = text("keyword"), let wanted = text("wanted"), let shape = text("shape")
            else { return nil }
            self.init(
                rule: rule, mode: mode,
                fault: SchemaFault(pointer: pointer, place: place, keyword: keyword, wanted: wanted, shape: shape))
        }
    }

    package internal(set) var faults: [Fault] = []
    /// Members the plan names, and how many of them were there: completeness.
    package internal(set) var known = 0
    package internal(set) var present = 0

    package init() {}

    /// What becomes of the event: the strictest of what it breaks; nil when it fits.
    package var action: PlanMode? { faults.map(\.mode).max() }

    /// The first fault of the strictest rule, which is told.
    package var reason: Fault? { faults.first { $0.mode == action } }
}
