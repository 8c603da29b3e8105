package import CommonModels

/// A consent the person must have granted before an offer may be shown to them.
package struct ConsentRequirement: Hashable, Sendable {
    package let purpose: Purpose
    package let channel: Channel

    package init(purpose: Purpose, channel: Channel) {
        self.purpose = purpose
        self.channel = channel
    }

    package var json: JSONValue {
        .object(["purpose": .string(purpose.rawValue), "channel": .string(channel.rawValue)])
    }

    package static func read(_ value: JSONValue, at pointer: String) -> (ConsentRequirement?, [FieldProblem]) {
        var reader = DocumentReader(value, at: pointer)
        let purpose = reader.text("purpose", max: Purpose.lengthMax).flatMap { Purpose(rawValue: $0) }
        if purpose == nil, reader.problems.isEmpty {
            reader.reject("purpose", "must be 1 to \(Purpose.lengthMax) of a-z, 0-9, '-' and '_'")
        }
        let channel: Channel? = reader.choice("channel", default: .all)
        reader.closeUnknown()
        guard let purpose, let channel else { return (nil, reader.problems) }
        return (ConsentRequirement(purpose: purpose, channel: channel), reader.problems)
    }
}
