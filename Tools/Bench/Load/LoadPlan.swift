import NIOCore

/// What a load run sends, how, and for how long.
struct LoadPlan: Sendable {
    let host = "127.0.0.1"
    let port: Int
    /// Connections, each with one request in flight.
    var connections = 16
    var warmUp = Duration.seconds(1)
    var duration = Duration.seconds(6)
    /// Requests per second over all connections; nil sends as fast as answers come.
    var rate: Double?
    /// What one answered request counts, e.g. 100 events.
    var unitsPerRequest = 1
    /// The bytes of the `number`-th request of a connection, headers included.
    let request: @Sendable (_ connection: Int, _ number: Int) -> ByteBuffer
}
