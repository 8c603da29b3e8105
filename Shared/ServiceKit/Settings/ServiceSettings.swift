package import CommonModels
package import Configuration
package import Foundation
package import StorageKit

/// How one service runs, read once from the environment and, if `MARU_CONFIG` names one, a YAML file (the same keys,
/// nested at the dots). Names below are environment variables; `<SERVICE>` is e.g. `PROFILE`.
package struct ServiceSettings: Sendable {
    package let service: ServiceName
    /// `MARU_<SERVICE>_HOST`, else `MARU_HOST`; default 127.0.0.1.
    package var host: String
    /// `MARU_<SERVICE>_PORT`, 0 to 65535, default 8101 to 8106; 0 takes any free one.
    package var port: Int
    /// `MARU_DATA`; default `./data`.
    package var dataFolder: String
    /// `MARU_<SERVICE>_DATABASE_URL`, else `DATABASE_URL`; default `sqlite:<data>/<service>/<service>.sqlite`.
    /// A PostgreSQL URL without `schema=` gets the service's name, so services never share tables.
    package var databaseURL: DatabaseURL
    /// `MARU_ACCESS`; default `<data>/access.yml`.
    package var accessFile: String
    /// `MARU_ACCESS_RELOAD`: seconds between looks at whether the access file changed, 0 to 3,600, default 1.
    package var accessReload: Duration
    /// `MARU_SECRETS`; default `<data>/secrets`.
    package var secretFolder: String
    /// `MARU_PUBLIC_URL`: what people type; decides whether cookies are Secure. Default: the console's own address.
    package var publicURL: URL
    /// `MARU_<SERVICE>_URL`: where services reach each other; default `http://127.0.0.1:<port>`.
    package var neighbours: [ServiceName: URL]
    /// `MARU_<SERVICE>_CONSOLE_URL`, else `MARU_PUBLIC_URL`, else the neighbour's: where browsers find a service's pages.
    package var consoleLinks: [ServiceName: URL]
    /// `MARU_TRUSTED_PROXIES`: socket addresses whose `X-Forwarded-For` counts, separated by commas; default none.
    package var trustedProxies: Set<String>
    /// `MARU_LOG_LEVEL`; default `info`.
    package var logLevel: String
    /// `MARU_BODY_BYTES`, 1,024 to 104,857,600; default 1,048,576. Routes may set their own.
    package var limits: RequestLimits
    package var rates: RateLimits
    /// The reader itself, for the settings of a chapter (prefix `maru.<service>`).
    package let config: ConfigReader

    package var baseURL: String { publicURL.absoluteString }
    package var isSecure: Bool { publicURL.scheme == "https" }
    /// `<data>/<service>`, for files of this service alone.
    package var serviceFolder: String { dataFolder + "/" + service.rawValue }

    /// - Throws: ``SettingsError`` naming the variable that is wrong.
    package init(_ service: ServiceName, config: ConfigReader) throws {
        self.service = service
        self.config = config
        let name = service.rawValue
        let reading = SettingsReading(config)
        host = try reading.text("maru.\(name).host") ?? reading.text("maru.host") ?? "127.0.0.1"
        port = try reading.int("maru.\(name).port", in: 0...65_535) ?? service.defaultPort
        let data = try reading.text("maru.data") ?? "./data"
        dataFolder = data
        databaseURL = try Self.databaseURL(service, reading, data: data)
        accessFile = try reading.text("maru.access") ?? data + "/access.yml"
        accessReload = .seconds(try reading.int("maru.access.reload", in: 0...3_600) ?? 1)
        secretFolder = try reading.text("maru.secrets") ?? data + "/secrets"
        let neighbours = try Self.neighbours(reading)
        self.neighbours = neighbours
        let publicURL = try reading.url("maru.public.url")
        self.publicURL = try publicURL ?? neighbours[service] ?? Self.local(service)
        consoleLinks = try ServiceName.allCases.reduce(into: [:]) { links, other in
            links[other] = try reading.url("maru.\(other.rawValue).console.url") ?? publicURL ?? neighbours[other]
        }
        trustedProxies = Set(try reading.text("maru.trusted.proxies")?.split(separator: ",").map { $0.filter { $0 != " " } } ?? [])
        logLevel = try reading.text("maru.log.level") ?? "info"
        limits = try Self.limits(reading)
        rates = try Self.rates(reading)
    }

    private static func databaseURL(_ service: ServiceName, _ reading: SettingsReading, data: String) throws -> DatabaseURL {
        let name = service.rawValue
        let key = try reading.text("maru.\(name).database.url") != nil ? "maru.\(name).database.url" : "database.url"
        guard let text = try reading.text(key) else { return .sqlite(path: "\(data)/\(name)/\(name).sqlite") }
        switch DatabaseURL(text) {
        case nil: throw SettingsError.invalid(key: key, expected: "sqlite:… or postgres://…")
        case .sqlite(let path)?: return .sqlite(path: path)
        case .postgres(let connection, let schema)?: return .postgres(connection: connection, schema: schema ?? name)
        }
    }

    private static func neighbours(_ reading: SettingsReading) throws -> [ServiceName: URL] {
        try ServiceName.allCases.reduce(into: [:]) { urls, other in
            urls[other] = try reading.url("maru.\(other.rawValue).url") ?? local(other)
        }
    }

    private static func local(_ service: ServiceName) throws -> URL {
        guard let url = URL(string: "http://127.0.0.1:\(service.defaultPort)") else {
            throw SettingsError.invalid(key: "maru.\(service.rawValue).url", expected: "a URL")
        }
        return url
    }

    private static func limits(_ reading: SettingsReading) throws -> RequestLimits {
        var limits = RequestLimits()
        if let value = try reading.int("maru.body.bytes", in: 1_024...104_857_600) { limits.bodyBytesMax = value }
        if let value = try reading.int("maru.connections", in: 16...1_000_000) { limits.connectionsMax = value }
        if let value = try reading.int("maru.idle.seconds", in: 5...3_600) { limits.idleSecondsMax = value }
        return limits
    }

    private static func rates(_ reading: SettingsReading) throws -> RateLimits {
        var rates = RateLimits()
        if let value = try reading.int("maru.rate.key", in: 1...10_000_000) { rates.keyPerSecond = Double(value) }
        if let value = try reading.int("maru.rate.person", in: 1...10_000_000) { rates.personPerSecond = Double(value) }
        if let value = try reading.int("maru.rate.refused", in: 1...10_000) { rates.refusedPerSecond = Double(value) }
        return rates
    }
}
