import Crypto
package import Foundation
import HTTPTypes
package import Hummingbird
import NIOCore
import ServiceKit

/// The style sheet, modules and pictures of the console, held in memory, each with a strong entity tag.
package struct AssetStore: Sendable {
    private let files: [String: File]

    private struct File: Sendable {
        let bytes: ByteBuffer
        let tag: String
        let type: String
    }

    /// Reads the folder that travels beside the executable.
    package static func bundled() throws -> AssetStore { try AssetStore(folder: Bundle.module.bundleURL.appending(path: "Assets")) }

    /// Reads every file of a folder, not of folders in it.
    package init(folder: URL) throws {
        var files: [String: File] = [:]
        for url in try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil) {
            guard let type = AssetStore.types[url.pathExtension] else { continue }
            let data = try Data(contentsOf: url)
            let hash = Hex.text(SHA256.hash(data: data).prefix(10))
            files[url.lastPathComponent] = File(bytes: ByteBuffer(bytes: data), tag: hash, type: type)
        }
        self.files = files
    }

    /// The address of a file, changing with its content so that browsers may keep it for a year.
    package func address(_ name: String) -> String {
        files[name].map { "/ui/assets/\(name)?v=\($0.tag)" } ?? "/ui/assets/\(name)"
    }

    /// The file, or 304 when the browser has it.
    /// - Throws: ``Problem/notFound(_:)``.
    package func response(_ name: String, _ request: Request) throws -> Response {
        guard let file = files[name] else { throw Problem.notFound("asset") }
        let isVersioned = request.query("v") == file.tag
        var headers: HTTPFields = [
            .eTag: "\"\(file.tag)\"", .cacheControl: isVersioned ? "public, max-age=31536000, immutable" : "no-cache",
            .xContentTypeOptions: "nosniff",
        ]
        if request.headers[.ifNoneMatch]?.contains("\"\(file.tag)\"") ?? false { return Response(status: .notModified, headers: headers) }
        headers[.contentType] = file.type
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: file.bytes))
    }

    private static let types = [
        "css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8", "svg": "image/svg+xml", "png": "image/png",
        "woff2": "font/woff2", "json": "application/json",
    ]
}
