import CommonModels
import ConsoleKit
import HTTPTypes
import Hummingbird
import ProfileDomain

/// The form of one purpose: names, text, channels, what confirms it, what holds where it was not asked.
struct ConsentPurposePage {
    let screen: ConsoleScreen
    let stored: StoredConsentCatalogue
    /// Nil for a new one.
    let purpose: ConsentPurpose?

    func response(_ values: [String: String], _ errors: FormErrors = .none) -> Response {
        let title = purpose?.name(screen.locale) ?? screen("consent.catalogue.new")
        let form = screen.form(values: values, errors: errors)
        let address = "/ui/profile/consents/purposes/\(purpose?.key.rawValue ?? "new")"
        return screen.answer(
            ConsolePage(
                title: title, active: .consents, crumbs: [.init(screen("profile.consents.title"), "/ui/profile/consents")],
                answer: screen("consent.purpose.answer")
            ) {
                Markup.card(screen("consent.purpose.title")) {
                    form.markup(to: address, submit: screen("consent.purpose.submit"), cancel: "/ui/profile/consents") {
                        form.hidden("version", values["version"] ?? "")
                        names(form)
                        text(form)
                        channels(form)
                        rules(form)
                        defaults(form)
                    }
                }
                if let purpose, purpose.texts.count > 1 { texts(purpose) }
            }, status: errors.isEmpty ? .ok : .unprocessableContent)
    }

    @MarkupBuilder private func names(_ form: ConsoleForm) -> Markup {
        if purpose == nil {
            form.text(
                "key", screen("consent.purpose.key"), hint: screen("consent.purpose.keyHint"), isRequired: true, limit: Purpose.lengthMax)
        }
        form.beside {
            form.text("nameKo", screen("consent.purpose.nameKo"), isRequired: true, limit: ConsentPurpose.nameLengthMax)
            form.text("nameEn", screen("consent.purpose.nameEn"), isRequired: true, limit: ConsentPurpose.nameLengthMax)
        }
    }

    @MarkupBuilder private func text(_ form: ConsoleForm) -> Markup {
        form.area("textKo", screen("consent.purpose.textKo"), hint: screen("consent.purpose.textHint"), isRequired: true, rows: 3)
        form.area("textEn", screen("consent.purpose.textEn"), isRequired: true, rows: 3)
        form.text(
            "textVersion", screen("consent.purpose.textVersion"), hint: screen("consent.purpose.textVersionHint"), isRequired: true,
            limit: ConsentRecord.textVersionLengthMax)
    }

    private func channels(_ form: ConsoleForm) -> Markup {
        let words = ConsentWords(screen, stored.catalogue)
        let boxes = Channel.allCases.map { form.checkbox("channel.\($0.rawValue)", words.channel($0)) }
        return "<fieldset class=\"f\"><legend>\(screen("consent.purpose.channels"))</legend>\(boxes)</fieldset>"
    }

    @MarkupBuilder private func rules(_ form: ConsoleForm) -> Markup {
        form.checkbox("isOffered", screen("consent.purpose.isOffered"))
        form.checkbox("doubleOptIn", screen("consent.purpose.doubleOptIn"))
        form.checkbox("honoursGPC", screen("consent.purpose.honoursGPC"))
        form.beside {
            form.select(
                "legalBasis", screen("consent.purpose.legalBasis"),
                LegalBasis.allCases.map { ($0.rawValue, screen("consent.basis.\($0.rawValue)")) })
            form.text("validDays", screen("consent.purpose.validDays"), kind: .number, hint: screen("consent.purpose.validDaysHint"))
        }
    }

    @MarkupBuilder private func defaults(_ form: ConsoleForm) -> Markup {
        let standings = ConsentDefault.allCases.map { (value: $0.rawValue, text: screen("consent.default.\($0.rawValue)")) }
        let same = (value: ConsentPurposeForm.unset, text: screen("consent.default.asElsewhere"))
        "<h3>\(screen("consent.purpose.defaults"))</h3>" as Markup
        Markup.why(screen("consent.purpose.defaultsHint"))
        form.beside {
            for region in stored.catalogue.regions {
                form.select("default.\(region.key)", region.name(screen.locale), [same] + standings)
            }
            form.select(ConsentPurposeForm.everywhere, screen("consent.region.elsewhere"), standings)
        }
    }

    private func texts(_ purpose: ConsentPurpose) -> Markup {
        .card(screen("consent.purpose.texts"), note: screen("consent.purpose.textsNote")) {
            Markup.table(
                label: screen("consent.purpose.texts"),
                [
                    TableColumn(screen("consent.purpose.textVersion")), TableColumn(screen("consent.purpose.since")),
                    TableColumn(screen("consent.catalogue.text")),
                ], purpose.texts.reversed()
            ) { text in
                let since = text.since == .epoch ? screen("consent.catalogue.first") : screen.format.dateTime(text.since)
                return [.strong(text.version), .text(since), .text(text.text(screen.locale))]
            }
        }
    }
}
