import CommonModels
import ConsoleKit
import Hummingbird
import RuleKit
import SegmentDomain
import ServiceKit
import SubjectKit

/// `/ui/segment/{id}`: who is in it, how that changes, and why a person is in or out.
struct SegmentDetailPage: Sendable {
    private static let daysMax = 60
    private static let sampleMax = 10

    let console: Console
    let segments: SegmentStore
    let memberships: MembershipStore
    let frame: ServiceFrame

    func add(to router: Router<ServiceContext>) {
        console.pages(on: router, requiring: .segmentRead).get("/ui/segment/:id", use: show)
        console.pages(on: router, requiring: .segmentWrite).get("/ui/segment/:id/archive", use: confirmArchive).post(
            "/ui/segment/:id/archive", use: archive)
    }

    /// What the page shows, read once.
    private struct Content {
        let stored: StoredSegment
        let names: RuleNames
        let days: [MembershipStore.Day]
        let recent: MembershipStore.Change
        let members: [Membership]
        let job: Job?
        let asked: String?
        let explanation: MembershipStore.Explanation?
    }

    @Sendable private func show(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let screen = console.screen(request, context, try await PolicyShelf().book(of: frame.database))
        let content = try await content(request, context, screen)
        let segment = content.stored.segment
        return screen.answer(
            ConsolePage(
                title: segment.name.text(in: screen.locale), titleTags: SegmentStatusTag.markup(segment.status, screen), active: .segments,
                crumbs: [.init(screen("segment.list.title"), "/ui/segment")], answer: answer(content, screen),
                actions: actions(segment, screen), refreshSeconds: content.job.map { $0.state.isFinished } ?? true ? nil : 2
            ) {
                if let job = content.job, !job.state.isFinished || job.state == .failed {
                    let title = screen(job.kind == RetireJob.kind ? "segment.job.retire" : "segment.job.backfill")
                    screen.progress(JobProgress(title: title, job: job))
                }
                if let refusal = segment.suspension {
                    Markup.notice(
                        screen("segment.detail.suspended", ["policy": refusal.policy, "field": refusal.field.description]), .warn)
                }
                Markup.grid {
                    ruleCard(content, screen)
                    whyCard(content, screen)
                    sizeCard(content, screen)
                    membersCard(content, screen)
                }
            })
    }

    @Sendable private func confirmArchive(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let screen = console.screen(request, context)
        let stored = try await stored(context)
        let address = "/ui/segment/\(stored.segment.id)"
        return screen.answer(
            screen.confirm(
                title: screen("segment.archive.title", ["name": stored.segment.name.text(in: screen.locale)]), active: .segments,
                consequence: screen("segment.archive.consequence", ["n": screen.format.number(stored.size)]),
                submit: screen("segment.archive.submit"), to: address + "/archive", cancel: address))
    }

    @Sendable private func archive(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try await edit(request, context, "segment.archive") { [now = frame.clock.now()] in try $0.archive(at: now) }
    }

    private func edit(
        _ request: Request, _ context: ServiceContext, _ action: String, _ change: @escaping @Sendable (inout Segment) throws -> Void
    ) async throws -> Response {
        let id: SegmentID = try context.id("id", kind: "segment")
        let editor = SegmentEditor(segments: segments, jobs: frame.jobs, audit: frame.audit)
        _ = try await editor.edit(id, expecting: nil, action: action, context, change)
        return console.screen(request, context).redirect(to: "/ui/segment/\(id)")
    }

    private func stored(_ context: ServiceContext) async throws -> StoredSegment {
        guard let stored = try await segments.segment(context.id("id", kind: "segment")) else { throw SegmentError.notFound }
        return stored
    }

    private func content(_ request: Request, _ context: ServiceContext, _ screen: ConsoleScreen) async throws -> Content {
        let stored = try await stored(context)
        let segment = stored.segment
        let asked = request.query("profileId")
        var explanation: MembershipStore.Explanation?
        if let profile = asked.flatMap({ ProfileID($0) }) { explanation = try await memberships.explain(segment, for: profile) }
        var job: Job?
        if let id = stored.backfillJob { job = try await frame.jobs.job(id) }
        return Content(
            stored: stored, names: RuleNames(segments: try await segments.names().mapValues { $0.text(in: screen.locale) }),
            days: try await memberships.days(of: segment.id, limit: Self.daysMax),
            recent: try await memberships.changes(of: [segment.id], days: SegmentListPage.changeDays)[segment.id] ?? .none,
            members: try await memberships.members(of: segment.id, after: nil, limit: Self.sampleMax), job: job, asked: asked,
            explanation: explanation)
    }

    private func answer(_ content: Content, _ screen: ConsoleScreen) -> String {
        switch content.stored.segment.status {
        case .draft: return screen("segment.detail.answerDraft")
        case .archived: return screen("segment.detail.answerArchived")
        case .active:
            return screen(
                "segment.detail.answer",
                [
                    "n": screen.format.number(content.stored.size), "days": String(SegmentListPage.changeDays),
                    "entered": screen.format.number(content.recent.entered),
                    "left": screen.format.number(content.recent.left),
                ])
        }
    }

    private func actions(_ segment: Segment, _ screen: ConsoleScreen) -> Markup {
        guard screen.may(.segmentWrite) else { return .empty }
        let address = "/ui/segment/\(segment.id)"
        switch segment.status {
        case .draft:
            return .row {
                Markup.buttonLink(screen("segment.rule.title"), address + "/rule")
                Markup.buttonLink(screen("segment.detail.activate"), address + "/activate", isPrimary: true)
            }
        case .active:
            return .row {
                Markup.buttonLink(screen("segment.rule.title"), address + "/rule")
                Markup.buttonLink(screen("segment.detail.archive"), address + "/archive")
            }
        case .archived: return .empty
        }
    }

    private func ruleCard(_ content: Content, _ screen: ConsoleScreen) -> Markup {
        let segment = content.stored.segment
        return Markup.card(screen("segment.detail.rule"), span: 7) {
            Markup.paragraph(segment.rule.sentence(in: screen.locale, names: content.names))
            Markup.why(
                screen(
                    "segment.detail.version",
                    ["v": String(segment.version), "key": segment.key.text, "at": screen.format.dateTime(segment.updatedAt)]))
            Markup.details(screen("segment.detail.json")) { Markup.code(segment.rule.json.serialized) }
        }
    }

    private func whyCard(_ content: Content, _ screen: ConsoleScreen) -> Markup {
        Markup.card(screen("segment.why.title"), span: 5) {
            screen.filters("/ui/segment/\(content.stored.segment.id)", submit: screen("segment.why.ask")) {
                screen.searchField("profileId", label: screen("segment.why.field"), value: content.asked)
            }
            if let explanation = content.explanation {
                SegmentWhy(explanation: explanation, names: content.names).markup(screen)
            } else if content.asked != nil {
                Markup.notice(screen("segment.why.notAnID"), .warn)
            } else {
                Markup.why(screen("segment.why.hint"))
            }
        }
    }

    private func sizeCard(_ content: Content, _ screen: ConsoleScreen) -> Markup {
        Markup.card(screen("segment.size.title"), note: screen("segment.size.note"), span: 7) {
            if content.days.count < 2 {
                Markup.why(screen("segment.size.tooEarly"))
            } else {
                LineChart(
                    label: screen(
                        "segment.size.label",
                        [
                            "from": screen.format.number(content.days.first?.size ?? 0),
                            "to": screen.format.number(content.days.last?.size ?? 0),
                            "n": String(content.days.count),
                        ]),
                    positions: content.days.map { String($0.day.suffix(5)) },
                    lines: [.init(screen("segment.list.members"), content.days.map { Double($0.size) }, .c1)]
                ) { [format = screen.format] in format.compact($0) }.figure
            }
        }
    }

    private func membersCard(_ content: Content, _ screen: ConsoleScreen) -> Markup {
        Markup.card(screen("segment.members.title"), span: 5) {
            if content.members.isEmpty {
                Markup.why(screen("segment.members.none"))
            } else {
                Markup.table(
                    label: screen("segment.members.title"),
                    [
                        TableColumn(screen("segment.members.customer")), TableColumn(screen("segment.members.since")),
                        TableColumn(screen("segment.members.reason")),
                    ],
                    content.members.prefix(Self.sampleMax)
                ) { member in
                    [
                        .link(
                            String(member.profileId.rawValue.suffix(8)),
                            screen.link("/ui/profile/customers/\(member.profileId)", of: .profile)),
                        .text(screen.format.relative(member.enteredAt)), .text(screen("segment.reason.\(member.reason.rawValue)")),
                    ]
                }
            }
        }
    }
}
