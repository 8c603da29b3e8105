import CommonModels
import HTTPTypes
package import Hummingbird
import Logging

/// The outermost layer: gives a request its id, trace, language and address, counts it, and logs failures.
///
/// Logs carry the route's template, never the path: paths and queries may hold personal data.
package struct ObservationMiddleware: RouterMiddleware {
    /// Requests that took longer are logged as slow; long polls, which wait for something to happen, excepted.
    private static let slowSeconds = 2.0
    private static let longPolls: Set<String> = ["/v1/feed"]
    /// Bytes of a document's name and digest.
    private static let documentLengthMax = 500

    private let metrics: RequestMetrics
    private let traces: TraceSource
    private let settings: ServiceSettings

    init(metrics: RequestMetrics, traces: TraceSource, settings: ServiceSettings) {
        self.metrics = metrics
        self.traces = traces
        self.settings = settings
    }

    package func handle(
        _ request: Request, context: ServiceContext, next: (Request, ServiceContext) async throws -> Response
    ) async throws -> Response {
        let start = ContinuousClock.now
        var context = context
        identify(request, &context)
        metrics.began()
        var response = try await TraceContext.$current.withValue(context.trace) { try await next(request, context) }
        let seconds = (ContinuousClock.now - start).seconds
        let template = context.endpointPath ?? RouteTable.unknown
        metrics.ended(template: template, method: request.method, status: response.status.code, seconds: seconds)
        response.headers[.requestID] = context.requestID
        log(request, response, template: template, seconds: seconds, context)
        return response
    }

    private func identify(_ request: Request, _ context: inout ServiceContext) {
        if let header = request.headers[.traceparent], let parent = TraceContext(traceparent: header) {
            context.trace = traces.child(of: parent)
        } else {
            context.trace = traces.root()
        }
        if let given = request.headers[.requestID], Self.isAcceptable(given) {
            context.requestID = given
            context.logger[metadataKey: "hb.request.id"] = .string(given)
        } else {
            context.requestID = context.id
        }
        if let document = request.headers[.document], (1...Self.documentLengthMax).contains(document.utf8.count) {
            context.document = document
        }
        context.limits = settings.limits
        context.locale = RequestLocale.locale(of: request)
        context.forwarded = PeerAddress.forwarded(request, trusted: settings.trustedProxies)
    }

    private func log(_ request: Request, _ response: Response, template: String, seconds: Double, _ context: ServiceContext) {
        let isSlow = seconds > Self.slowSeconds && !Self.longPolls.contains(template)
        let level: Logger.Level = response.status.kind == .serverError ? .error : isSlow ? .notice : .debug
        guard context.logger.logLevel <= level else { return }
        context.logger.log(
            level: level, "Request answered",
            metadata: [
                "method": .string(request.method.rawValue), "route": .string(template),
                "status": .stringConvertible(response.status.code), "seconds": .stringConvertible(seconds),
            ])
    }

    private static func isAcceptable(_ id: String) -> Bool {
        let bytes = id.utf8
        return (1...64).contains(bytes.count)
            && bytes.allSatisfy { ($0 >= 48 && $0 <= 57) || ($0 | 32 >= 97 && $0 | 32 <= 122) || $0 == 45 || $0 == 46 || $0 == 95 }
    }
}

extension Duration {
    /// Seconds with their fraction.
    package var seconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
