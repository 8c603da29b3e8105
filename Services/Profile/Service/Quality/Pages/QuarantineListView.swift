import CommonModels
import ConsoleKit
import ProfileDomain
import ServiceKit

/// What waits, why, and what may be done with it?
struct QuarantineListView {
    let screen: ConsoleScreen
    let form: QuarantineForm
    let found: QuarantineStore.Found
    let choices: [String: [String]]
    let runs: [QuarantineDesk.Run]
    let waiting: Int
    let after: String?

    private var words: QualityWords { QualityWords(screen) }
    private var isRunning: Bool { runs.contains { !$0.job.state.isFinished } }

    var page: ConsolePage {
        ConsolePage(
            title: screen("profile.quarantine.title"), active: .quality,
            crumbs: [.init(screen("profile.quality.title"), QualityTabs.overview.address)],
            answer: screen(waiting == 0 ? "profile.quarantine.answerNone" : "profile.quarantine.answer", ["n": number(waiting)]),
            refreshSeconds: isRunning ? 2 : nil
        ) {
            QualityTabs.quarantine.markup(screen)
            for run in runs where !run.job.state.isFinished { progress(run) }
            if waiting == 0, form.isEmpty {
                Markup.emptyState(screen("profile.quarantine.none"), screen("profile.quarantine.noneHint"))
            } else {
                events
            }
            if runs.contains(where: \.job.state.isFinished) { history }
        }
    }

    private func number(_ count: Int) -> String {
        screen.format.number(count) + (count >= QuarantineStore.countMax ? "+" : "")
    }

    private func progress(_ run: QuarantineDesk.Run) -> Markup {
        let isOwn = screen.may(.admin) || run.job.requestedBy == screen.principal?.id
        return screen.progress(
            JobProgress(
                title: screen("profile.quarantine.\(run.action.rawValue)"), job: run.job,
                cancelAddress: screen.may(.profileWrite) && isOwn ? QuarantinePages.address + "/runs/\(run.job.id)/cancel" : nil))
    }

    private var events: Markup {
        .card(screen("profile.quarantine.events"), right: actions) {
            filters
            if found.events.isEmpty {
                Markup.why(screen(found.next == nil ? "profile.quarantine.notFound" : "profile.quarantine.notYet"))
            } else {
                table
            }
            screen.pager(
                next: found.next.map { String($0) },
                query: [
                    "source": form["source"], "event": form["event"], "rule": form["rule"], "q": form["q"], "from": form["from"],
                    "to": form["to"],
                ], after: after)
        }
    }

    @MarkupBuilder private var actions: Markup {
        if screen.may(.profileWrite), waiting > 0 {
            screen.form().button(
                screen(form.isEmpty ? "profile.quarantine.replayAll" : "profile.quarantine.replayFound"),
                to: QuarantinePages.address + "/replay", isPrimary: true, hidden: form.values)
            Markup.buttonLink(
                screen(form.isEmpty ? "profile.quarantine.discardAll" : "profile.quarantine.discardFound"),
                form.address(QuarantinePages.address + "/discard"))
        }
    }

    private var filters: Markup {
        func options(_ column: String, _ all: String, _ text: (String) -> String) -> [(value: String, text: String)] {
            [("", screen(all))] + (choices[column] ?? []).map { ($0, text($0)) }
        }
        return screen.filters(QuarantinePages.address, submit: screen("profile.search.submit")) {
            screen.filter(
                "source", label: screen("profile.events.source"), options("source", "profile.quarantine.allSources", words.source),
                chosen: form["source"])
            screen.filter(
                "event", label: screen("profile.quarantine.event"), options("kind", "profile.quarantine.allEvents") { $0 },
                chosen: form["event"])
            screen.filter(
                "rule", label: screen("profile.quality.rule"), options("rule", "profile.quarantine.allRules", words.rule),
                chosen: form["rule"])
            day("from")
            day("to")
            screen.searchField("q", label: screen("profile.quarantine.search"), value: form["q"])
        }
    }

    private func day(_ name: String) -> Markup {
        """
        <input class="field" type="date" name="\(name)" value="\(form[name] ?? "")" aria-label="\(screen("profile.quarantine.\(name)"))">
        """
    }

    private var table: Markup {
        .table(
            label: screen("profile.quarantine.events"),
            [
                TableColumn(screen("profile.events.when")), TableColumn(screen("profile.quarantine.event")),
                TableColumn(screen("profile.events.source")), TableColumn(screen("profile.quality.rule")),
                TableColumn(screen("profile.quality.what")), .number(screen("profile.quarantine.attempts")),
            ], found.events
        ) { event in
            [
                .small(screen.format.relative(event.receivedAt)),
                .link(body: .strong(event.kind), QuarantinePages.address + "/events/\(event.id)"), .text(words.source(event.source)),
                .text(words.rule(event.rule)),
                what(event),
                .text(screen.format.number(event.attempts)),
            ]
        }
    }

    private func what(_ event: QuarantinedEvent) -> Markup {
        guard let fault = event.faults.first?.fault else { return .empty }
        return .small(fault.pointer) + .text(" ") + .text(words.fault(fault))
    }

    private var history: Markup {
        .card(screen("profile.quarantine.runs"), note: screen("profile.quarantine.runsNote")) {
            Markup.table(
                label: screen("profile.quarantine.runs"),
                [
                    TableColumn(screen("profile.events.when")), TableColumn(screen("profile.quarantine.run")),
                    TableColumn(screen("profile.quarantine.state")), .number(screen("profile.quarantine.taken")),
                    .number(screen("profile.quarantine.erased")), .number(screen("profile.quarantine.kept")),
                    .number(screen("profile.quarantine.discarded")),
                    TableColumn(screen("profile.quarantine.reason")),
                ], runs.filter(\.job.state.isFinished)
            ) { run in
                [
                    .small(screen.format.relative(run.job.createdAt)), .text(screen("profile.quarantine.\(run.action.rawValue)")),
                    .text(screen("console.job.\(run.job.state.rawValue)")), .text(screen.format.number(run.taken)),
                    .text(screen.format.number(run.erased)), .text(screen.format.number(run.kept)),
                    .text(screen.format.number(run.discarded)), .small(run.reason ?? ""),
                ]
            }
        }
    }
}
