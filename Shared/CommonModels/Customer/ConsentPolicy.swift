/// What holds for people who were never asked, by region, purpose and channel; published by Profile, applied everywhere.
package struct ConsentPolicy: Hashable, Sendable {
    /// One default. The rule of the channel goes before the one of `all`, the region's before the one for everywhere.
    package struct Rule: Hashable, Sendable {
        /// A region's key; nil for everywhere else.
        package let region: String?
        package let purpose: Purpose
        package let channel: Channel
        package let standing: ConsentDefault

        package init(region: String?, purpose: Purpose, channel: Channel, standing: ConsentDefault) {
            self.region = region
            self.purpose = purpose
            self.channel = channel
            self.standing = standing
        }
    }

    /// A default and the region it was found for.
    package struct Finding: Hashable, Sendable {
        /// Nil when the person's country is not known or in no region: then the rules for everywhere hold.
        package let region: String?
        package let standing: ConsentDefault
    }

    package static let rulesMax = 2_000
    /// Nothing is known of regions: everything is opt-in.
    package static let none = ConsentPolicy(version: 0, since: .epoch, regions: [], rules: [])

    package let version: Int
    package let since: Instant
    package let regions: [ConsentRegion]
    package let rules: [Rule]

    package init(version: Int, since: Instant, regions: [ConsentRegion], rules: [Rule]) {
        self.version = version
        self.since = since
        self.regions = regions
        self.rules = rules
    }

    /// The purposes a change of country or policy may bear on.
    package var purposes: Set<Purpose> { Set(rules.map(\.purpose)) }

    package func region(of country: Country?) -> ConsentRegion? {
        country.flatMap { country in regions.first { $0.countries.contains(country) } }
    }

    /// The default of a purpose on a channel; opt-in when no rule speaks.
    package func standing(of purpose: Purpose, on channel: Channel, in country: Country?) -> Finding {
        let region = region(of: country)?.key
        var best: (rank: Int, standing: ConsentDefault)?
        for rule in rules where rule.purpose == purpose && (rule.channel == channel || rule.channel == .all) {
            guard rule.region == nil || rule.region == region else { continue }
            let rank = (rule.region == nil ? 0 : 2) + (rule.channel == channel ? 1 : 0)
            if rank >= best?.rank ?? 0 { best = (rank, rule.standing) }
        }
        return Finding(region: region, standing: best?.standing ?? .optIn)
    }
}
