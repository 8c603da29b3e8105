package import CommonModels

/// What people are asked, on which channels, in which words, and what holds where they were not asked. Edited as a whole;
/// every version stays, so that what was in force at any past instant can be told.
package struct ConsentCatalogue: Hashable, Sendable {
    package static let purposesMax = 50
    package static let regionsMax = 50
    package static let addressDaysMax = 3_650

    package var purposes: [ConsentPurpose]
    /// How channels are called where people read of them; those without an entry keep the console's words.
    package var channels: [ConsentChannel]
    package var regions: [ConsentRegion]
    package var rules: [ConsentPolicy.Rule]
    /// How long proof keeps the person's address and browser; proof itself stays.
    package var addressDays: Int

    package init(
        purposes: [ConsentPurpose], channels: [ConsentChannel], regions: [ConsentRegion], rules: [ConsentPolicy.Rule], addressDays: Int
    ) {
        self.purposes = purposes
        self.channels = channels
        self.regions = regions
        self.rules = rules
        self.addressDays = addressDays
    }

    package subscript(_ purpose: Purpose) -> ConsentPurpose? { purposes.first { $0.key == purpose } }

    package var gpcPurposes: [Purpose] { purposes.filter(\.honoursGPC).map(\.key) }

    package func policy(version: Int, since: Instant) -> ConsentPolicy {
        ConsentPolicy(version: version, since: since, regions: regions, rules: rules)
    }

    /// A statement as it counts: a grant that must be confirmed first is pending, one without an end ends when its purpose says.
    /// - Parameters:
    ///   - present: where the person's consent stands by their own records; who has agreed need not confirm again.
    ///   - isConfirmed: the source has confirmed it, or this is the confirmation.
    package func admitted(_ record: ConsentRecord, present: ConsentStatus, isConfirmed: Bool) -> ConsentRecord {
        guard record.status == .granted, let purpose = self[record.purpose] else { return record }
        var admitted = record
        if record.expiresAt == nil { admitted.expiresAt = purpose.validDays.map { record.at + .days(Int64($0)) } }
        if !isConfirmed, present != .granted, purpose.needsConfirmation(on: record.channel) { admitted.status = .pending }
        return admitted
    }

    package var json: JSONValue {
        [
            "purposes": .array(purposes.map(\.json)), "channels": .array(channels.map(\.json)), "regions": .array(regions.map(\.json)),
            "rules": .array(rules.map(\.json)), "addressDays": .integer(Int64(addressDays)),
        ]
    }
}
