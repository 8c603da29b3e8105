package import CommonModels
import Configuration
package import ContentDomain
package import ServiceKit

/// What renderings use when a request says nothing else.
package struct RenderSettings: Sendable {
    private let clock: WallClock
    private let zone: LiquidZone
    private let limits: LiquidLimits

    /// Reads `maru.display.zone` (`MARU_DISPLAY_ZONE`; default `Asia/Seoul`).
    package init(_ settings: ServiceSettings, clock: WallClock, limits: LiquidLimits = .default) {
        self.clock = clock
        self.limits = limits
        zone = settings.config.string(forKey: "maru.display.zone").flatMap { LiquidZone($0) } ?? LiquidZone("Asia/Seoul") ?? .utc
    }

    /// Reads `{locale, timeZone?, data: {profile, event, offer, context}}`.
    /// - Throws: ``ContentError/invalid(_:)``
    package func job(_ item: String, _ body: JSONValue) throws(ContentError) -> ContentRenderer.Job {
        let data = body["data"] ?? .object([:])
        guard let members = data.objectValue else { throw .invalid([.init("must be an object", "/data")]) }
        let locale = body["locale"]
        if let locale, locale.stringValue.map({ !ContentLocale.isValid($0) }) ?? !locale.isNull {
            throw .invalid([.init("must be a language tag such as ko", "/locale")])
        }
        return ContentRenderer.Job(item: item, locale: locale?.stringValue, data: members, environment: try environment(body, data))
    }

    /// The zone of the request, else the person's, else the company's.
    private func environment(_ body: JSONValue, _ data: JSONValue) throws(ContentError) -> LiquidEnvironment {
        if let name = body["timeZone"]?.stringValue, LiquidZone(name) == nil { throw .invalid([.init("is no time zone", "/timeZone")]) }
        let names = [body["timeZone"], data[path: ["profile", "traits", "timezone"]]].compactMap { $0?.stringValue }
        return LiquidEnvironment(now: clock.now(), zone: names.compactMap { LiquidZone($0) }.first ?? zone, limits: limits)
    }
}
