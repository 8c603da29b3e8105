import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import ServiceKit

/// The browser snippet, for anybody: what it sends still needs a write key, and an origin that is allowed.
struct SnippetRoutes: Sendable {
    static let path = "/v1/snippet.js"
    static let openPaths = [path]

    private let text: SnippetText

    /// - Throws: when the file that travels beside the executable cannot be read.
    init() throws { text = try SnippetText.bundled() }

    func add(to router: Router<ServiceContext>) { router.get("/v1/snippet.js", use: show) }

    /// Browsers keep it for an hour and then ask whether it changed: a page names no version.
    @Sendable private func show(_ request: Request, _ context: ServiceContext) -> Response {
        var headers: HTTPFields = [
            .eTag: text.entityTag, .cacheControl: "public, max-age=3600, stale-while-revalidate=86400", .xContentTypeOptions: "nosniff",
        ]
        // Pages of other sites load it as a script; COEP pages ask for this leave.
        headers[.crossOriginResourcePolicy] = "cross-origin"
        if request.headers[.ifNoneMatch]?.contains(text.entityTag) ?? false { return Response(status: .notModified, headers: headers) }
        headers[.contentType] = "text/javascript; charset=utf-8"
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: text.bytes))
    }
}

extension HTTPField.Name {
    fileprivate static let crossOriginResourcePolicy = HTTPField.Name(constant: "cross-origin-resource-policy")
}
