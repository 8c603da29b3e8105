package import CommonModels

/// "When this happens to a thing of that type, for the people it concerns": rain in a city, for whoever lives there.
///
/// Whom it concerns is known by a trait that is the subject's id, or holds it among others, by a segment, or by both.
package struct SignalTrigger: Hashable, Sendable {
    package static let traitLengthMax = 100  // characters
    package let subjectType: String
    /// One subject alone; nil for every subject of the type.
    package let subjectID: String?
    package let pattern: EventPattern
    package let trait: String?
    package let segment: SegmentID?

    /// - Returns: nil when neither trait nor segment says whom it concerns.
    package init?(subjectType: String, subjectID: String? = nil, pattern: EventPattern, trait: String?, segment: SegmentID?) {
        guard trait != nil || segment != nil else { return nil }
        self.subjectType = subjectType
        self.subjectID = subjectID
        self.pattern = pattern
        self.trait = trait
        self.segment = segment
    }

    /// What finding the people concerned uses of them, as a segment's rule would; nil where no trait is looked at.
    package var use: DataUse? { trait.map { DataUse(.segmentActivation, fields: [DataField(.trait, $0)]) } }

    package func matches(_ signal: ExternalSignal) -> Bool {
        signal.subject.type == subjectType && (subjectID ?? signal.subject.id) == signal.subject.id
            && pattern.matches(name: signal.name, properties: signal.properties)
    }

    /// Whether a person's trait names the subject. Numbers are told by their text.
    package static func names(_ value: JSONValue?, _ id: String) -> Bool {
        switch value {
        case .string(let text)?: text == id
        case .integer(let number)?: String(number) == id
        case .array(let items)?: items.contains { names($0, id) }
        case .null?, .bool?, .number?, .object?, nil: false
        }
    }

    package var json: JSONObject {
        var subject: JSONObject = ["type": .string(subjectType)]
        if let subjectID { subject["id"] = .string(subjectID) }
        var object: JSONObject = ["name": .string(pattern.name), "subject": .object(subject)]
        if let tests = pattern.json["where"] { object["where"] = tests }
        if let trait { object["trait"] = .string(trait) }
        if let segment { object["segment"] = .string(segment.rawValue) }
        return object
    }
}
