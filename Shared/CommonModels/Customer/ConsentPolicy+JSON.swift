extension ConsentPolicy {
    /// The data of ``FeedEventType/consentPolicy``.
    package var json: JSONValue {
        [
            "version": .integer(Int64(version)), "since": .string(since.rfc3339), "regions": .array(regions.map(\.json)),
            "rules": .array(rules.map(\.json)),
        ]
    }

    /// Nil when a member is missing or wrong.
    package init?(json: JSONValue) {
        guard let version = json["version"]?.intValue, let since = json["since"]?.stringValue.flatMap({ Instant(rfc3339: $0) }),
            let regions = json["regions"]?.arrayValue?.map({ ConsentRegion(json: $0) }),
            let rules = json["rules"]?.arrayValue?.map({ Rule(json: $0) })
        else { return nil }
        let (readRegions, readRules) = (regions.compactMap(\.self), rules.compactMap(\.self))
        guard readRegions.count == regions.count, readRules.count == rules.count else { return nil }
        self.init(version: Int(version), since: since, regions: readRegions, rules: readRules)
    }
}

extension ConsentPolicy.Rule {
    package var json: JSONValue {
        [
            "region": region.map { JSONValue.string($0) } ?? .null, "purpose": .string(purpose.rawValue),
            "channel": .string(channel.rawValue),
            "default": .string(standing.rawValue),
        ]
    }

    /// Nil when a member is missing or wrong; `region` null or absent means everywhere.
    package init?(json: JSONValue) {
        guard let purpose = json["purpose"]?.stringValue.flatMap({ Purpose(rawValue: $0) }),
            let channel = (json["channel"] ?? "all").stringValue.flatMap({ Channel(rawValue: $0) }),
            let standing = json["default"]?.stringValue.flatMap({ ConsentDefault(rawValue: $0) })
        else { return nil }
        self.init(region: json["region"]?.stringValue, purpose: purpose, channel: channel, standing: standing)
    }
}
