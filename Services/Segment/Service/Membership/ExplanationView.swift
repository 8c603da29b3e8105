import CommonModels
import ConsoleKit
import RuleKit
import SegmentDomain

/// Why a person is in or out of a segment, as data and as sentences.
struct ExplanationView {
    let explanation: MembershipStore.Explanation
    let names: [SegmentID: SegmentName]
    private let trace: RuleTrace

    /// - Parameter mask: what the reader sees of the fields the rule looks at.
    init(_ explanation: MembershipStore.Explanation, names: [SegmentID: SegmentName], _ mask: FieldMask) {
        self.explanation = explanation
        self.names = names
        trace = explanation.outcome.trace.masked(mask.masks)
    }

    private var segment: Segment { explanation.segment }

    var json: JSONValue {
        var members: JSONObject = [
            "segmentId": .string(segment.id.rawValue), "key": .string(segment.key.text),
            "name": ["ko": .string(segment.name.ko), "en": .string(segment.name.en)], "status": .string(segment.status.rawValue),
            "profileId": .string(explanation.profileID.rawValue), "isMember": .bool(explanation.membership != nil),
            "matches": .bool(explanation.outcome.matches),
        ]
        if let membership = explanation.membership {
            members["enteredAt"] = .string(membership.enteredAt.rfc3339)
            members["reason"] = .string(membership.reason.rawValue)
            members["version"] = .integer(Int64(membership.version))
        }
        if let next = explanation.nextChange { members["nextChange"] = .string(next.rfc3339) }
        members["why"] = ["ko": .array(sentences(in: .ko)), "en": .array(sentences(in: .en))]
        members["trace"] = trace.json
        return .object(members)
    }

    private func sentences(in locale: ConsoleLocale) -> [JSONValue] {
        let names = RuleNames(segments: names.mapValues { $0.text(in: locale) })
        return trace.sentences(in: locale, names: names).map { .string($0) }
    }
}
