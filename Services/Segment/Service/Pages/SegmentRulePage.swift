import CommonModels
import ConsoleKit
import Hummingbird
import RuleKit
import SegmentDomain
import ServiceKit

/// `/ui/segment/{id}/rule`: another rule for a segment that stands, with what it finds before it is saved. Who saves has seen
/// the version they replace.
struct SegmentRulePage: Sendable {
    let console: Console
    let segments: SegmentStore
    let finding: SegmentRuleFinding
    let frame: ServiceFrame

    func add(to router: Router<ServiceContext>) {
        console.pages(on: router, requiring: .segmentWrite).get("/ui/segment/:id/rule", use: show).post("/ui/segment/:id/rule", use: save)
            .post("/ui/segment/:id/rule/preview", use: showFinding)
    }

    @Sendable private func show(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let stored = try await editable(context)
        let values = ["rule": JSONText.pretty(stored.segment.rule.json), "version": String(stored.segment.version)]
        return page(stored, values: values, console.screen(request, context))
    }

    /// The form again, with what the rule finds: for browsers without scripts.
    @Sendable private func showFinding(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let screen = console.screen(request, context)
        let stored = try await editable(context)
        let sent = try await request.formBody(context)
        let (_, fault) = SegmentForm.rule(sent["rule"] ?? "", screen)
        let found = try await finding.markup(typed: sent["rule"] ?? "", screen)
        return page(stored, values: sent, errors: fault.map { FormErrors(["rule": $0]) } ?? .none, found: found, screen)
    }

    @Sendable private func save(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let screen = console.screen(request, context)
        let stored = try await editable(context)
        let sent = try await request.formBody(context)
        let (rule, fault) = SegmentForm.rule(sent["rule"] ?? "", screen)
        guard let rule else { return page(stored, values: sent, errors: FormErrors(["rule": fault ?? ""]), screen) }
        let editor = SegmentEditor(segments: segments, jobs: frame.jobs, audit: frame.audit)
        do {
            let seen = sent["version"].flatMap { Int($0) } ?? 0
            _ = try await editor.edit(stored.segment.id, expecting: seen, action: "segment.replace-rule", context) {
                [now = frame.clock.now()] in try $0.replaceRule(rule, at: now)
            }
            return screen.redirect(to: "/ui/segment/\(stored.segment.id)")
        } catch let error as SegmentError {
            return page(stored, values: sent, errors: error.formErrors(screen), screen)
        } catch let problem as Problem where problem.status == .preconditionFailed {
            return try await changed(sent, screen, context)
        }
    }

    /// Somebody was faster: what was typed stays, beside what the rule says now; saving again replaces that.
    private func changed(_ sent: [String: String], _ screen: ConsoleScreen, _ context: ServiceContext) async throws -> Response {
        let stored = try await editable(context)
        let names = RuleNames(segments: try await segments.names().mapValues { $0.text(in: screen.locale) })
        let sentence = stored.segment.rule.sentence(in: screen.locale, names: names)
        let values = sent.merging(["version": String(stored.segment.version)]) { $1 }
        return page(stored, values: values, errors: FormErrors(["rule": screen("segment.rule.changed", ["sentence": sentence])]), screen)
    }

    /// - Throws: ``SegmentError/notFound``, ``SegmentError/archived``.
    private func editable(_ context: ServiceContext) async throws -> StoredSegment {
        guard let stored = try await segments.segment(context.id("id", kind: "segment")) else { throw SegmentError.notFound }
        guard stored.segment.status != .archived else { throw SegmentError.archived }
        return stored
    }

    private func page(
        _ stored: StoredSegment, values: [String: String], errors: FormErrors = .none, found: Markup = .empty, _ screen: ConsoleScreen
    ) -> Response {
        let segment = stored.segment
        let name = segment.name.text(in: screen.locale)
        let address = "/ui/segment/\(segment.id)"
        let form = screen.form(values: values, errors: errors)
        let isActive = segment.status == .active
        let page = ConsolePage(
            title: screen("segment.rule.title"), titleTags: SegmentStatusTag.markup(segment.status, screen), active: .segments,
            crumbs: [.init(screen("segment.list.title"), "/ui/segment"), .init(name, address)],
            answer: screen(isActive ? "segment.rule.answerActive" : "segment.rule.answerDraft", ["n": screen.format.number(stored.size)]),
            modules: ["segment-preview.js"]
        ) {
            Markup.card(name) {
                form.markup(to: address + "/rule", submit: screen("segment.rule.submit"), cancel: address) {
                    form.hidden("version", values["version"] ?? "")
                    form.ruleArea(screen, found: found, previewAddress: address + "/rule/preview")
                }
            }
        }
        return screen.answer(page, status: errors.isEmpty ? .ok : .unprocessableContent)
    }
}
