package import CommonModels

/// Limits on what one request may bring. Each is stated in openapi.yaml.
package struct RequestLimits: Hashable, Sendable {
    package static let bodyBytesDefault = 1_048_576
    package static let connectionsDefault = 8_192
    package static let idleSecondsDefault = 75

    /// Bytes of a body after decompression, unless a route sets its own.
    package var bodyBytesMax: Int
    /// Nesting, members and strings of a JSON body.
    package var json: JSONLimits
    /// Connections open at once; more wait in the system's backlog. `MARU_CONNECTIONS`, 16 to 1,000,000.
    package var connectionsMax: Int
    /// Seconds after which a connection is closed that sends nothing while a request is awaited or arrives.
    /// `MARU_IDLE_SECONDS`, 5 to 3,600; longer than the 65 of nginx, so that it is nginx who closes.
    package var idleSecondsMax: Int

    package init(
        bodyBytesMax: Int = bodyBytesDefault, json: JSONLimits = .default, connectionsMax: Int = connectionsDefault,
        idleSecondsMax: Int = idleSecondsDefault
    ) {
        self.connectionsMax = connectionsMax
        self.idleSecondsMax = idleSecondsMax
        self.bodyBytesMax = bodyBytesMax
        self.json = json
    }
}
