package import CommonModels

/// Renders content items for a person. ``ContentRenderer`` asks the Content service.
package protocol MessageRenderer: Sendable {
    func render(item: String, locale: ConsoleLocale, data: JSONObject) async -> RenderResult
}
