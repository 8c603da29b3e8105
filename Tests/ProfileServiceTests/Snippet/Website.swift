import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Synchronization

/// A website of its own origin whose pages carry the snippet, for the browser to visit.
final class Website: Sendable {
    private let pages = Mutex<[String: String]>([:])
    /// What the site's own `/v1/batch` answers, in turn; the last one stays.
    private let answers = Mutex<[HTTPResponse.Status]>([])
    private let received = Mutex<[String]>([])

    /// Bodies of what was sent to the site's own `/v1/batch`.
    var batches: [String] { received.withLock { $0 } }

    /// Starts the site.
    /// - Parameter snippet: the script the site itself serves at `/v1/snippet.js`.
    static func run(snippet: ByteBuffer, _ body: @Sendable @escaping (Website, _ origin: String) async throws -> Void) async throws {
        let site = Website()
        let router = Router()
        router.get("/v1/snippet.js") { _, _ in
            Response(status: .ok, headers: [.contentType: "text/javascript"], body: ResponseBody(byteBuffer: snippet))
        }
        router.post("/v1/batch") { request, _ in
            let text = String(buffer: try await request.body.collect(upTo: 1_000_000))
            site.received.withLock { $0.append(text) }
            let status = site.answers.withLock { $0.count > 1 ? $0.removeFirst() : $0.first ?? .ok }
            return Response(
                status: status, headers: [.contentType: "application/json"], body: ResponseBody(byteBuffer: ByteBuffer(string: "{}")))
        }
        router.get("/pages/:name") { _, context in
            let html = site.pages.withLock { $0[context.parameters.get("name") ?? ""] } ?? ""
            return Response(
                status: .ok, headers: [.contentType: "text/html; charset=utf-8"], body: ResponseBody(byteBuffer: ByteBuffer(string: html)))
        }
        let application = Application(router: router, configuration: .init(address: .hostname("127.0.0.1", port: 0)))
        try await application.test(.live) { client in
            guard let port = client.port else { return }
            try await body(site, "http://127.0.0.1:\(port)")
        }
    }

    /// Puts up a page.
    /// - Parameter script: runs after the snippet was asked for.
    func publish(_ name: String, snippet source: String, key: String, attributes: String = "", before: String = "", script: String) {
        let html = """
            <!doctype html><html lang="en"><head><meta charset="utf-8"><title>\(name)</title>
            <script>window.maru = window.maru || []; \(before)</script>
            <script src="\(source)" data-key="\(key)" \(attributes)></script></head>
            <body style="height:4000px"><a id="go" href="#there">Go   there</a>
            <form role="search" action="#" onsubmit="return false"><input type="search" name="q" value="tea pot"><button>Find</button></form>
            <p id="shown"></p><script>\(script)</script></body></html>
            """
        pages.withLock { $0[name] = html }
    }

    func answer(_ statuses: HTTPResponse.Status...) { answers.withLock { $0 = statuses } }
}
