import CommonModels
import ConsoleKit
import HTTPTypes
import Hummingbird
import ProfileDomain

/// The preference centre's page: purposes × channels, channels and hours the person prefers, their own history.
struct PreferencePage {
    let screen: ConsoleScreen
    let sheet: PreferenceCentre.Sheet
    let token: String
    /// What the form just did; nil when the page is only looked at.
    let notice: Notice?

    enum Notice: String { case saved, withdrawn, pending }

    private var words: ConsentWords { ConsentWords(screen, sheet.catalogue) }
    private var address: String { PageAddress.make("/preferences/\(token)", ["lang": screen.locale.rawValue]) }

    var response: Response {
        let email = sheet.email.map { PersonalData.masked($0, name: "email") }
        return screen.hosted(
            title: screen("consent.centre.title"),
            intro: email.map { screen("consent.centre.introFor", ["email": $0]) } ?? screen("consent.centre.intro")
        ) {
            if let notice { Markup.notice(screen("consent.centre.\(notice.rawValue)"), notice == .pending ? .warn : .good) }
            if sheet.offered.isEmpty {
                Markup.emptyState(screen("consent.centre.nothing"), screen("consent.centre.nothingHint"))
            }
            form
            withdrawal
            history
        }
    }

    private var form: Markup {
        """
        <form class="sheet" method="post" action="\(href: address)">\(sheet.offered.map(card))\(contact)\
        <div class="save"><button class="btn primary">\(screen("consent.centre.save"))</button></div></form>
        """
    }

    private func card(_ purpose: ConsentPurpose) -> Markup {
        let text: Markup = purpose.text.map { "<p class=\"lead\">\($0.text(screen.locale))</p>" } ?? .empty
        let version: Markup =
            purpose.text.map { "<input type=\"hidden\" name=\"text.\(purpose.key.rawValue)\" value=\"\($0.version)\">" } ?? .empty
        return .card(purpose.name(screen.locale)) {
            text
            "\(version)<ul class=\"choices\">\(purpose.channels.compactMap { choice(purpose, $0) })</ul>" as Markup
        }
    }

    private func choice(_ purpose: ConsentPurpose, _ channel: Channel) -> Markup? {
        guard let consent = sheet.consent(purpose.key, channel), consent.finding.standing != .notApplicable else { return nil }
        let name = "\(purpose.key.rawValue).\(channel.rawValue)"
        let isOn = consent.status == .granted || consent.status == .pending
        let label = channel == .all ? screen("consent.centre.allow") : words.channel(channel)
        return """
            <li><label for="c-\(name)">\(label)</label><span class="state">\(state(consent))</span>\
            <input type="hidden" name="shown" value="\(name)">\
            <input class="switch" type="checkbox" role="switch" id="c-\(name)" name="on" value="\(name)"\(flag: "checked", isOn)></li>
            """
    }

    private func state(_ consent: EffectiveConsent) -> String {
        if consent.reason == .regionalDefault { return screen("consent.state.regionalDefault") }
        guard let record = consent.record else { return screen("consent.state.notAsked") }
        return screen("consent.state.\(consent.status.rawValue)", ["date": screen.format.date(record.at)])
    }

    private var contact: Markup {
        let offered: [Channel] = [.email, .sms, .push, .inApp]
        let pills = offered.map { channel -> Markup in
            """
            <label for="p-\(channel.rawValue)"><input type="checkbox" id="p-\(channel.rawValue)" name="prefer" value="\(channel.rawValue)"\
            \(flag: "checked", sheet.contact.channels?.contains(channel) ?? false)>\(words.channel(channel))</label>
            """
        }
        return .card(screen("consent.contact.title")) {
            "<p class=\"lead\">\(screen("consent.contact.hint"))</p>" as Markup
            "<fieldset><legend>\(screen("consent.contact.channels"))</legend><div class=\"pills\">\(pills)</div></fieldset>" as Markup
            hours
        }
    }

    private var hours: Markup {
        """
        <fieldset><legend>\(screen("consent.contact.hours"))</legend><div class="hours">\
        \(select("from", screen("consent.contact.from"), sheet.contact.hours.map(\.start)))<span aria-hidden="true">–</span>\
        \(select("to", screen("consent.contact.to"), sheet.contact.hours.map(\.end)))</div>\
        <p class="small">\(screen("consent.contact.hoursHint"))</p></fieldset>
        """
    }

    /// Full hours, and the one that was chosen by other means when it is none of them.
    private func select(_ name: String, _ label: String, _ chosen: Int?) -> Markup {
        let minutes = Set(stride(from: 0, to: 1_440, by: 60)).union([chosen].compactMap(\.self)).sorted()
        let options = minutes.map { minute -> Markup in
            let text = ContactHours.text(minute)
            return "<option value=\"\(text)\"\(flag: "selected", minute == chosen)>\(text)</option>"
        }
        return """
            <label class="visually-hidden" for="h-\(name)">\(label)</label><select class="field" id="h-\(name)" name="\(name)">\
            <option value=""\(flag: "selected", chosen == nil)>\(screen("consent.contact.anyTime"))</option>\(options)</select>
            """
    }

    private var withdrawal: Markup {
        .card(screen("consent.withdraw.title")) {
            "<p class=\"lead\">\(screen("consent.withdraw.hint"))</p>" as Markup
            """
            <form method="post" action="\(href: PageAddress.make("/preferences/\(token)/withdrawal", ["lang": screen.locale.rawValue]))">\
            <button class="btn">\(screen("consent.withdraw.submit"))</button></form>
            """ as Markup
        }
    }

    private var history: Markup {
        .card(screen("consent.history.title")) {
            if sheet.records.isEmpty {
                Markup.why(screen("consent.history.none"))
            } else {
                "<div class=\"history\">\(table)</div>" as Markup
            }
        }
    }

    private var table: Markup {
        Markup.table(
            label: screen("consent.history.title"),
            [
                TableColumn(screen("consent.history.when")), TableColumn(screen("consent.history.what")),
                TableColumn(screen("consent.history.status")), TableColumn(screen("consent.history.where")),
            ], sheet.records
        ) { proof in
            let record = proof.record
            let text = record.textVersion.map { screen("consent.history.text", ["version": $0]) }
            return [
                .text(screen.format.dateTime(record.at)), .text("\(words.purpose(record.purpose)) · \(words.channel(record.channel))"),
                words.tag(record.status), .small([words.source(record.source), text].compactMap(\.self).joined(separator: " · ")),
            ]
        }
    }
}
