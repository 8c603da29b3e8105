package import CommonModels

/// One event as rules see it.
package struct EventFact: Hashable, Sendable {
    /// When it happened.
    package let time: Instant
    package let properties: JSONObject

    package init(time: Instant, properties: JSONObject = [:]) {
        self.time = time
        self.properties = properties
    }
}
