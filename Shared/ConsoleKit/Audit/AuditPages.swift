import CommonModels
import HTTPTypes
package import Hummingbird
import NIOCore
package import ServiceKit

/// Who did what to which object, in one service: search, whether the chain is whole, export. Every service mounts it
/// below its own path: `/ui/profile/audit`.
package struct AuditPages: Sendable {
    /// Rows of an export fetched at a time, and in all.
    private static let exportStep = 1_000
    private static let exportMax = 1_000_000

    private let console: Console
    private let audit: AuditLog
    private var service: ServiceName { console.settings.service }
    private var address: String { "/ui/\(service.rawValue)/audit" }

    package init(console: Console, audit: AuditLog) {
        self.console = console
        self.audit = audit
    }

    package func add(to router: Router<ServiceContext>) {
        console.pages(on: router, requiring: .auditRead)
            .get(RouterPath(address), use: show)
            .get(RouterPath(address + "/export"), use: export)
    }

    @Sendable private func show(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let screen = console.screen(request, context)
        let page = try PageRequest(request)
        let filter = Self.filter(request)
        async let verification = audit.verify()
        let entries = try await audit.entries(limit: page.limit + 1, before: page.after.flatMap { Int64($0) }, matching: filter)
        let shown = page.page(entries, item: { $0 }, key: { String($0.sequence) })
        return screen.answer(
            AuditPage(
                screen: screen, service: service, address: address, filter: filter, entries: shown, after: page.after,
                verification: try await verification
            ).page)
    }

    /// CSV (RFC 4180), streamed from the newest back.
    @Sendable private func export(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let filter = Self.filter(request)
        let audit = self.audit
        let body = ResponseBody { writer in
            try await writer.write(ByteBuffer(string: "sequence,at,actor,action,object,origin,detail,hash\r\n"))
            var before: Int64?
            for _ in 0..<(Self.exportMax / Self.exportStep) {
                let entries = try await audit.entries(limit: Self.exportStep, before: before, matching: filter)
                try await writer.write(ByteBuffer(string: entries.map(Self.line).joined()))
                guard entries.count == Self.exportStep else { break }
                before = entries.last?.sequence
            }
            try await writer.finish(nil)
        }
        var headers: HTTPFields = [.contentType: "text/csv; charset=utf-8", .cacheControl: "no-store"]
        headers[.contentDisposition] = "attachment; filename=\"audit-\(service.rawValue).csv\""
        return Response(status: .ok, headers: headers, body: body)
    }

    private static func filter(_ request: Request) -> AuditLog.Filter {
        AuditLog.Filter(object: request.query("object"), actor: request.query("actor"), action: request.query("action"))
    }

    private static func line(_ entry: AuditEntry) -> String {
        let fields = [
            String(entry.sequence), entry.at.rfc3339, entry.actor, entry.action, entry.object, entry.origin, entry.detail.serialized,
            entry.hash,
        ]
        return fields.map { "\"" + $0.replacing("\"", with: "\"\"") + "\"" }.joined(separator: ",") + "\r\n"
    }
}
