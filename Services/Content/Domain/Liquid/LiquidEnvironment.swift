package import CommonModels

/// What a rendering knows besides its data: the time, the zone and the language of its reader.
package struct LiquidEnvironment: Sendable {
    package var now: Instant
    /// Seconds east of UTC at an instant in the reader's zone.
    package var zone: LiquidZone
    /// `ko` or `en`: names of months and days, currency signs.
    package var language: String
    /// Outputs are HTML-escaped unless they end in `raw` or `escape`.
    package var escapesHTML: Bool
    package var limits: LiquidLimits

    package init(now: Instant, zone: LiquidZone = .utc, language: String = "en", escapesHTML: Bool = false, limits: LiquidLimits = .default) {
        self.now = now
        self.zone = zone
        self.language = language
        self.escapesHTML = escapesHTML
        self.limits = limits
    }
}
