import Configuration
import Foundation
import HTTPTypes
import Hummingbird
import ServiceKit

/// From which websites browsers may send events: the service's own origin and those that are listed. None by default.
///
/// Servers and apps send no `Origin` and are not concerned. A browser of another site is refused, also where it could send
/// without asking first: a write key is no secret, and a copied page must not fill somebody's profiles.
struct TrackingOrigins: RouterMiddleware {
    typealias Context = ServiceContext

    private static let headers = ["authorization", "content-type", "content-encoding"]
    private static let headersMax = 20

    private let listed: Set<String>
    private let paths: Set<String>

    /// Reads `MARU_PROFILE_ORIGINS`: origins such as `https://shop.example`, separated by commas.
    /// - Throws: ``SettingsError/invalid(key:expected:)``.
    init(_ settings: ServiceSettings) throws {
        let names = settings.config.string(forKey: "maru.profile.origins")?.split(separator: ",").map { $0.filter { $0 != " " } } ?? []
        for name in names {
            guard let url = URL(string: name), let scheme = url.scheme, ["http", "https"].contains(scheme), url.host() != nil,
                url.path().isEmpty
            else { throw SettingsError.invalid(key: "maru.profile.origins", expected: "origins such as https://shop.example") }
        }
        listed = Set(names.map { $0.lowercased() })
        paths = Set(IngestRoutes.openPaths)
    }

    func handle(
        _ request: Request, context: ServiceContext, next: (Request, ServiceContext) async throws -> Response
    ) async throws -> Response {
        let isAsked = paths.contains(request.uri.path) || ClientSettingsRoutes.isPath(request.uri.path)
        guard let origin = request.headers[.origin]?.lowercased(), isAsked else {
            return try await next(request, context)
        }
        guard isOwn(origin, request) || listed.contains(origin) else {
            throw Problem.forbidden("Events from this website are not taken; its origin is not listed in MARU_PROFILE_ORIGINS.")
        }
        if request.method == .options, request.headers[.accessControlRequestMethod] != nil {
            return Response(status: .noContent, headers: preflight(origin, asked: request.headers[.accessControlRequestHeaders]))
        }
        var response = try await next(request, context)
        response.headers.append(HTTPField(name: .vary, value: "Origin"))
        response.headers[.accessControlAllowOrigin] = origin
        return response
    }

    private func isOwn(_ origin: String, _ request: Request) -> Bool {
        guard let host = request.head.authority?.lowercased() else { return false }
        return origin == "https://" + host || origin == "http://" + host
    }

    /// What a browser asks before it sends with a key in a header, as clients of the field do, some with headers of their own beside it.
    private func preflight(_ origin: String, asked: String?) -> HTTPFields {
        let others = (asked ?? "").split(separator: ",").map { $0.filter { $0 != " " }.lowercased() }.prefix(Self.headersMax)
        let allowed = Self.headers + others.filter { !Self.headers.contains($0) && HTTPField.Name($0) != nil }
        var headers: HTTPFields = [.vary: "Origin", .cacheControl: "no-store"]
        headers[.accessControlAllowOrigin] = origin
        headers[.accessControlAllowMethods] = "GET, POST"
        headers[.accessControlAllowHeaders] = allowed.joined(separator: ", ")
        headers[.accessControlMaxAge] = "86400"
        return headers
    }
}
