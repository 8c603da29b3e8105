package import CommonModels

/// A condition about one person, true or false at an instant: the rule of a segment, of an offer's eligibility,
/// of a journey's branch.
///
/// The JSON form is in ``RuleReader`` (in) and `Rule+JSON.swift` (out); the words are in ``RuleSentence``.
package indirect enum Rule: Hashable, Sendable {
    /// True for every person.
    case everyone
    /// True when each is; at least one.
    case all([Rule])
    /// True when one of them is; at least one.
    case any([Rule])
    case not(Rule)
    case trait(TraitCondition)
    case eventCount(EventCountCondition)
    case eventSum(EventSumCondition)
    case recency(RecencyCondition)
    case segment(SegmentCondition)
    case consent(ConsentCondition)
    case percent(PercentCondition)
}

/// A test of one trait.
package struct TraitCondition: Hashable, Sendable {
    package let trait: FieldPath
    package let test: ValueTest

    package init(trait: FieldPath, test: ValueTest) {
        self.trait = trait
        self.test = test
    }
}

/// Whether the person is, or is not, in another segment.
package struct SegmentCondition: Hashable, Sendable {
    package let segment: SegmentID
    package let isMember: Bool

    package init(segment: SegmentID, isMember: Bool = true) {
        self.segment = segment
        self.isMember = isMember
    }
}

/// Where the person's consent stands for a purpose on a channel.
package struct ConsentCondition: Hashable, Sendable {
    package let purpose: Purpose
    package let channel: Channel
    package let status: ConsentStatus

    package init(purpose: Purpose, channel: Channel, status: ConsentStatus = .granted) {
        self.purpose = purpose
        self.channel = channel
        self.status = status
    }
}

/// A fixed random share of people: the same people for the same seed, in steps of 0.01 percent.
package struct PercentCondition: Hashable, Sendable {
    package static let seedLengthMax = 80  // characters

    /// 0…100
    package let percent: Double
    package let seed: String

    package init(percent: Double, seed: String) {
        self.percent = percent
        self.seed = seed
    }

    /// GrowthBook's hash, version 2, of the profile id.
    package func contains(_ profile: ProfileID) -> Bool {
        Bucketing.bucket(seed: seed, value: profile.rawValue) * 100 < percent
    }
}
