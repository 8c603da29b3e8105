package import CommonModels
package import ServiceClients

/// Asks the Content service to render.
package struct ContentRenderer: MessageRenderer {
    private let client: ContentClient

    package init(client: ContentClient) { self.client = client }

    package func render(item: String, locale: ConsoleLocale, data: JSONObject) async -> RenderResult {
        do {
            let content = try await client.render(item: item, locale: locale.rawValue, data: .object(data))
            let subject = content.parts["subject"] ?? content.parts["title"]
            let html = content.parts["html"]
            let text = content.parts["text"] ?? content.parts["body"] ?? html.map(PlainText.from)
            guard let subject, !subject.isEmpty else { return .incomplete("subject") }
            guard let text, !text.isEmpty else { return .incomplete("text") }
            let fields = content.fields.compactMap { DataField(text: $0) }
            return .rendered(Rendered(subject: subject, text: text, html: html, fields: fields))
        } catch ServiceCallError.refused(_, status: 404, _) {
            return .notFound
        } catch ServiceCallError.refused(_, let status, let problem) where (400..<500).contains(status) && status != 429 {
            return .incomplete(problem ?? "status \(status)")
        } catch {
            return .unavailable("content does not answer")
        }
    }
}
