package import CommonModels
import ServiceKit

/// Content, as its neighbours call it.
package struct ContentClient: Sendable {
    private let http: ServiceHTTP

    package init(http: ServiceHTTP) { self.http = http }

    /// Renders the published version of an item. Changes nothing, so it is tried again when Content is away.
    /// - Parameters:
    ///   - item: an item id or key.
    ///   - data: `profile`, `event`, `offer`, `context`.
    package func render(item: String, locale: String, data: JSONValue) async throws -> RenderedContent {
        var call = ServiceCall.post(
            "/v1/items/\(PercentEncoding.encoded(item))/render", json: ["locale": .string(locale), "data": data])
        call.isRepeatable = true
        return try await http.send(call, to: .content).decode(RenderedContent.self, from: .content)
    }
}
