import CommonModels
import ConsoleKit
import HTTPTypes
import Hummingbird
import SegmentDomain
import ServiceKit

/// `/ui/segment/{id}/activate`: who would enter now, before it is so. What is activated is the version that was looked at.
struct SegmentActivationPage: Sendable {
    let console: Console
    let segments: SegmentStore
    let finding: SegmentRuleFinding
    let frame: ServiceFrame

    func add(to router: Router<ServiceContext>) {
        console.pages(on: router, requiring: .segmentWrite).get("/ui/segment/:id/activate", use: ask)
            .post("/ui/segment/:id/activate", use: activate)
    }

    @Sendable private func ask(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let screen = console.screen(request, context)
        let segment = try await segment(context)
        guard segment.status == .draft else { return screen.redirect(to: "/ui/segment/\(segment.id)") }
        return try await page(segment, screen)
    }

    @Sendable private func activate(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let screen = console.screen(request, context)
        let id = try await segment(context).id
        let seen = try await request.formBody(context)["version"].flatMap { Int($0) } ?? 0
        let editor = SegmentEditor(segments: segments, jobs: frame.jobs, audit: frame.audit)
        do {
            _ = try await editor.edit(id, expecting: seen, action: "segment.activate", context) { [now = frame.clock.now()] in
                try $0.activate(at: now)
            }
            return screen.redirect(to: "/ui/segment/\(id)")
        } catch let error as SegmentError {
            let messages = error.formErrors(screen)
            return try await page(try await segment(context), notice: messages.message(for: "rule") ?? messages.message(for: ""), screen)
        } catch let problem as Problem where problem.status == .preconditionFailed {
            return try await page(try await segment(context), notice: screen("segment.activate.changed"), screen)
        }
    }

    /// - Throws: ``SegmentError/notFound``.
    private func segment(_ context: ServiceContext) async throws -> Segment {
        guard let stored = try await segments.segment(context.id("id", kind: "segment")) else { throw SegmentError.notFound }
        return stored.segment
    }

    private func page(_ segment: Segment, notice: String? = nil, _ screen: ConsoleScreen) async throws -> Response {
        let address = "/ui/segment/\(segment.id)"
        let name = segment.name.text(in: screen.locale)
        let found = try await finding.markup(segment.rule, showsSample: true, screen)
        let form = screen.form()
        let page = ConsolePage(
            title: screen("segment.activate.title"), active: .segments,
            crumbs: [.init(screen("segment.list.title"), "/ui/segment"), .init(name, address)], answer: screen("segment.activate.answer")
        ) {
            Markup.card(name) {
                if let notice { Markup.notice(notice, .warn) }
                found
                form.markup(to: address + "/activate", submit: screen("segment.detail.activate"), cancel: address) {
                    form.hidden("version", String(segment.version))
                }
            }
        }
        return screen.answer(page, status: notice == nil ? .ok : .unprocessableContent)
    }
}
