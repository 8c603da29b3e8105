package import CommonModels
package import Hummingbird
import NIOCore

/// What a route knows of a request beside the request: who asks, in which trace, in which language.
package struct ServiceContext: RequestContext {
    package var coreContext: CoreRequestContextStorage
    /// Who asks; nil only on open paths.
    package var principal: Principal?
    /// The span of this request.
    package var trace: TraceContext
    /// Answered as `x-request-id`; the caller's own if it sent an acceptable one.
    package var requestID: String
    /// Language of pages: `?lang=`, cookie `maru_locale`, `Accept-Language`, then Korean.
    package var locale: ConsoleLocale
    /// The form token of the session, to be sent back as field `csrf` or header `x-csrf-token`.
    package var csrfToken: String?
    /// The file the caller says it carries out, `profile/retention.yaml sha256:…`: goes into the audit log. See `maru apply`.
    package var document: String?
    /// Bodies up to this many bytes are read unless the route says otherwise.
    package var limits: RequestLimits

    /// What a proxy says of where the request came from, if we trust any.
    var forwarded: PeerAddress.Forwarded?
    private let channel: any NIOCore.Channel

    package init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        principal = nil
        trace = TraceContext(traceHigh: 0, traceLow: 0, span: 0, isSampled: false)
        requestID = ""
        locale = .ko
        csrfToken = nil
        document = nil
        limits = RequestLimits()
        channel = source.channel
    }

    package var maxUploadSize: Int { limits.bodyBytesMax }

    /// Where the request came from; the last forwarded address behind a trusted proxy. Empty in process. Made when it is asked
    /// for, which most requests do not.
    package var peer: String { PeerAddress.address(socket: channel.remoteAddress?.ipAddress ?? "", forwarded) }

    /// - Throws: ``Problem/unauthenticated(_:)`` on an open path without credentials.
    package func requirePrincipal() throws -> Principal {
        guard let principal else { throw Problem.unauthenticated() }
        return principal
    }

    /// A path parameter as a typed id.
    /// - Throws: ``Problem/notFound(_:)`` if it is not of this kind's form: then no such thing exists.
    package func id<Tag: IDTag>(_ name: String, kind: String, as type: TypedID<Tag>.Type = TypedID<Tag>.self) throws -> TypedID<Tag> {
        guard let text = parameters.get(name), let id = TypedID<Tag>(text) else { throw Problem.notFound(kind) }
        return id
    }

    /// A path parameter as text.
    package func text(_ name: String) throws -> String {
        guard let text = parameters.get(name) else { throw Problem.unknownRoute }
        return text
    }
}
