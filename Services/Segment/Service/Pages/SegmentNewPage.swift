import CommonModels
import ConsoleKit
import HTTPTypes
import Hummingbird
import NIOCore
import RuleKit
import SegmentDomain
import ServiceKit

/// `/ui/segment/new`: a rule, and how many it finds before it is saved.
struct SegmentNewPage: Sendable {
    let console: Console
    let segments: SegmentStore
    let preview: SegmentPreview
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
            return page(screen, values: sent, errors: FormErrors(errors(error, screen)))
        }
        return screen.redirect(to: "/ui/segment/\(segment.id)")
    }

    /// The form again, with what the rule finds: for browsers without scripts.
    @Sendable private func showPreview(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let screen = console.screen(request, context)
        let sent = try await request.formBody(context)
        let (rule, fault) = SegmentForm.rule(sent["rule"] ?? "", screen)
        let errors = fault.map { FormErrors(["rule": $0]) } ?? .none
        return page(screen, values: sent, errors: errors, preview: try await found(rule, fault, screen))
    }

    /// What the rule finds, alone: the page's module asks for it while people type.
    @Sendable private func previewPart(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let screen = console.screen(request, context)
        let (rule, fault) = SegmentForm.rule(try await request.formBody(context)["rule"] ?? "", screen)
        let html = try await found(rule, fault, screen).html
        return Response(
            status: .ok, headers: [.contentType: "text/html; charset=utf-8", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: html)))
    }

    private func page(
        _ screen: ConsoleScreen, values: [String: String], errors: FormErrors = .none, preview: Markup? = nil
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
                        form.text("key", screen("segment.form.key"), hint: screen("segment.form.keyHint"), isRequired: true, limit: SegmentKey.lengthMax)
                        form.area("rule", screen("segment.form.rule"), hint: screen("segment.form.ruleHint"), isRequired: true, rows: 12, isCode: true)
                        "<div id=\"segment-preview\" aria-live=\"polite\">\(preview ?? .empty)</div>" as Markup
                        "<button class=\"btn\" formaction=\"/ui/segment/preview\">\(screen("segment.new.preview"))</button>" as Markup
                    }
                }
            },
            status: errors.isEmpty ? .ok : .unprocessableContent)
    }

    private func found(_ rule: Rule?, _ fault: String?, _ screen: ConsoleScreen) async throws -> Markup {
        guard let rule else { return .notice(fault ?? "", .bad) }
        let names = try await segments.names().mapValues { $0.text(in: screen.locale) }
        let size = try await preview.size(of: rule)
        let share = size.population > 0 ? Double(size.size) / Double(size.population) : 0
        let counts = [
            "n": screen.format.number(size.size), "of": screen.format.number(size.population), "share": screen.format.percent(share),
            "margin": screen.format.number(size.marginOfError),
        ]
        let words = screen(size.isExact ? "segment.preview.exact" : "segment.preview.estimate", counts)
        return .notice("\(rule.sentence(in: screen.locale, names: RuleNames(segments: names))) \(words)", .info)
    }

    private func errors(_ error: SegmentError, _ screen: ConsoleScreen) -> [String: String] {
        switch error {
        case .keyTaken: ["key": screen("segment.form.keyTaken")]
        case .unknownSegments(let ids): ["rule": screen("segment.form.unknownSegments", ["ids": list(ids)])]
        case .inactiveSegments(let ids): ["rule": screen("segment.form.inactiveSegments", ["ids": list(ids)])]
        case .cycle(let ids): ["rule": screen("segment.form.cycle", ["ids": list(ids)])]
        case .archived, .alreadyActive, .notFound, .inUse, .tooManyActive: ["": error.problem.detail ?? ""]
        }
    }

    private func list(_ ids: [SegmentID]) -> String { ids.map(\.rawValue).joined(separator: ", ") }
}
