import CommonModels
import ConsoleKit
import HTTPTypes
import Hummingbird
import NIOCore
import SegmentDomain
import ServiceKit

/// `/ui/segment/new`: a rule, and how many it finds before it is saved.
struct SegmentNewPage: Sendable {
    let console: Console
    let segments: SegmentStore
    let finding: SegmentRuleFinding
    let frame: ServiceFrame

    func add(to router: Router<ServiceContext>) {
        console.pages(on: router, requiring: .segmentWrite).get("/ui/segment/new", use: new).post("/ui/segment/new", use: create)
            .post("/ui/segment/preview", use: showPreview).post("/ui/segment/preview/part", use: previewPart)
    }

    @Sendable private func new(_ request: Request, _ context: ServiceContext) async throws -> Response {
        page(console.screen(request, context), values: ["rule": SegmentForm.ruleExample])
    }

    @Sendable private func create(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let screen = console.screen(request, context)
        let sent = try await request.formBody(context)
        let form = SegmentForm(sent, screen)
        guard let key = form.key, let name = form.name, let rule = form.rule else {
            return page(screen, values: sent, errors: FormErrors(form.errors))
        }
        let segment = Segment(id: frame.ids.next(), key: key, name: name, rule: rule, at: frame.clock.now())
        do {
            try await segments.create(segment) { tx in
                try frame.audit.record(context, action: "segment.create", object: segment.id.rawValue, in: tx)
            }
        } catch let error as SegmentError {
            return page(screen, values: sent, errors: error.formErrors(screen))
        }
        return screen.redirect(to: "/ui/segment/\(segment.id)")
    }

    /// The form again, with what the rule finds: for browsers without scripts.
    @Sendable private func showPreview(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let screen = console.screen(request, context)
        let sent = try await request.formBody(context)
        let (_, fault) = SegmentForm.rule(sent["rule"] ?? "", screen)
        let errors = fault.map { FormErrors(["rule": $0]) } ?? .none
        return page(screen, values: sent, errors: errors, found: try await finding.markup(typed: sent["rule"] ?? "", screen))
    }

    /// What the rule finds, alone: the page's module asks for it while people type.
    @Sendable private func previewPart(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let screen = console.screen(request, context)
        let html = try await finding.markup(typed: try await request.formBody(context)["rule"] ?? "", screen).html
        return Response(
            status: .ok, headers: [.contentType: "text/html; charset=utf-8", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: html)))
    }

    private func page(
        _ screen: ConsoleScreen, values: [String: String], errors: FormErrors = .none, found: Markup = .empty
    ) -> Response {
        let form = screen.form(values: values, errors: errors)
        let title = screen("segment.new.title")
        return screen.answer(
            ConsolePage(
                title: title, active: .segments, crumbs: [.init(screen("segment.list.title"), "/ui/segment")],
                answer: screen("segment.new.answer"), modules: ["segment-preview.js"]
            ) {
                Markup.card(title) {
                    form.markup(to: "/ui/segment/new", submit: screen("segment.new.submit"), cancel: "/ui/segment") {
                        form.beside {
                            form.text("name_ko", screen("segment.form.nameKo"), isRequired: true, limit: SegmentName.lengthMax)
                            form.text("name_en", screen("segment.form.nameEn"), isRequired: true, limit: SegmentName.lengthMax)
                        }
                        form.text(
                            "key", screen("segment.form.key"), hint: screen("segment.form.keyHint"), isRequired: true,
                            limit: SegmentKey.lengthMax)
                        form.ruleArea(screen, found: found, previewAddress: "/ui/segment/preview")
                    }
                }
            },
            status: errors.isEmpty ? .ok : .unprocessableContent)
    }
}
