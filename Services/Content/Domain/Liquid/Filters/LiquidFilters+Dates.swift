import CommonModels

extension LiquidFilters {
    /// `date: '%Y-%m-%d'`, in the reader's zone or in `timezone: 'Asia/Seoul'`. What is no date stays as it is.
    static let dates: [String: LiquidFilter] = [
        "date": LiquidFilter(1...1) { value, arguments, environment in
            let format = arguments[0].text
            if format.isEmpty { return value }
            var zone = environment.zone
            if let name = arguments.options["timezone"]?.stringValue {
                guard let chosen = LiquidZone(name) else { throw LiquidError(.argument, "there is no time zone '\(name)'") }
                zone = chosen
            }
            guard let instant = LiquidDate.instant(value, now: environment.now, zone: zone) else { return value }
            return .string(LiquidDate(instant, zone: zone, language: environment.language).formatted(format))
        },
    ]
}
