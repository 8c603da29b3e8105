import CommonModels
import ConsoleKit
import ProfileDomain
import ServiceKit

/// One event that waits: why, since when, and what was sent.
struct QuarantinedEventView {
    let screen: ConsoleScreen
    let event: QuarantinedEvent

    private var words: QualityWords { QualityWords(screen) }
    private var hidden: [(name: String, value: String)] { [("id", "\(event.id)")] }

    var page: ConsolePage {
        ConsolePage(
            title: event.kind, active: .quality,
            crumbs: [
                .init(screen("profile.quality.title"), QualityTabs.overview.address),
                .init(screen("profile.quarantine.title"), QuarantinePages.address),
            ],
            answer: screen(
                "profile.quarantine.eventAnswer",
                ["when": screen.format.dateTime(event.receivedAt), "source": words.source(event.source), "rule": words.rule(event.rule)])
        ) {
            Markup.grid {
                faults
                about
            }
            Markup.card(screen("profile.events.sent")) {
                if screen.fields.readsEverything {
                    Markup.code((try? JSONValue(parsing: event.payload)).map(JSONText.pretty) ?? event.payload)
                } else {
                    Markup.why(screen("profile.events.hidden"))
                }
            }
        }
    }

    private var faults: Markup {
        .card(screen("profile.quarantine.faults"), span: 7) {
            Markup.table(
                label: screen("profile.quarantine.faults"),
                [
                    TableColumn(screen("profile.events.place")), TableColumn(screen("profile.quality.what")),
                    TableColumn(screen("profile.quality.sample")), TableColumn(screen("profile.quality.rule")),
                ], event.faults.map { screen.fields.fault($0, type: event.type, name: event.kind) }
            ) { fault in
                [
                    .small(fault.fault.pointer), .text(words.fault(fault.fault)), "<code>\(fault.fault.shape)</code>", rule(fault.rule),
                ]
            }
            if screen.may(.profileWrite) {
                Markup.row {
                    screen.form().button(
                        screen("profile.quarantine.replayOne"), to: QuarantinePages.address + "/replay", isPrimary: true, hidden: hidden)
                    Markup.buttonLink(
                        screen("profile.quarantine.discardOne"), QuarantinePages.address + "/discard?id=\(event.id)")
                }
                Markup.why(screen("profile.quarantine.replayHint"))
            }
        }
    }

    private func rule(_ text: String) -> Markup {
        guard let rule = PlanRule(text: text), screen.may(.profileWrite) else { return .text(words.rule(text)) }
        return .link(words.rule(text), PlanPages.address(of: rule))
    }

    private var about: Markup {
        .card(screen("profile.quarantine.about"), span: 5) {
            Markup.keyValues([
                KeyValue(screen("profile.quarantine.happened"), screen.format.dateTime(event.time)),
                KeyValue(screen("profile.quarantine.received"), screen.format.dateTime(event.receivedAt)),
                KeyValue(screen("profile.quarantine.judged"), screen.format.dateTime(event.judgedAt)),
                KeyValue(screen("profile.quarantine.attempts"), screen.format.number(event.attempts)),
                KeyValue(screen("profile.quarantine.message"), event.messageId),
            ])
        }
    }
}

/// Asks why before events are let go for good.
struct DiscardView {
    let screen: ConsoleScreen
    let form: QuarantineForm
    var values: [String: String] = [:]
    var errors = FormErrors.none

    var page: ConsolePage {
        let fields = screen.form(values: values, errors: errors)
        let what = form.values.map { "\(screen("profile.quarantine.field.\($0.name)")): \($0.value)" }.joined(separator: " · ")
        return ConsolePage(
            title: screen("profile.quarantine.discardTitle"), active: .quality,
            crumbs: [
                .init(screen("profile.quality.title"), QualityTabs.overview.address),
                .init(screen("profile.quarantine.title"), QuarantinePages.address),
            ],
            answer: form.isEmpty ? screen("profile.quarantine.discardEverything") : screen("profile.quarantine.discardWhat", ["what": what])
        ) {
            Markup.card(screen("profile.quarantine.discardTitle")) {
                fields.markup(
                    to: QuarantinePages.address + "/discard", submit: screen("profile.quarantine.discard"), isDanger: true,
                    cancel: form.address(QuarantinePages.address)
                ) {
                    for item in form.values { fields.hidden(item.name, item.value) }
                    fields.area(
                        "reason", screen("profile.quarantine.reason"), hint: screen("profile.quarantine.reasonHint"), isRequired: true,
                        rows: 3)
                }
            }
        }
    }
}
