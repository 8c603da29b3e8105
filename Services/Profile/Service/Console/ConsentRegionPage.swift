import CommonModels
import ConsoleKit
import HTTPTypes
import Hummingbird
import ProfileDomain

/// The form of one region: its name and its countries.
struct ConsentRegionPage {
    let screen: ConsoleScreen
    /// Nil for a new one.
    let region: ConsentRegion?

    func response(_ values: [String: String], _ errors: FormErrors = .none) -> Response {
        let form = screen.form(values: values, errors: errors)
        let address = "/ui/profile/consents/regions/\(region.map { PageAddress.encoded($0.key) } ?? "new")"
        return screen.answer(
            ConsolePage(
                title: region?.name(screen.locale) ?? screen("consent.region.new"), active: .consents,
                crumbs: [.init(screen("profile.consents.title"), "/ui/profile/consents")], answer: screen("consent.region.why")
            ) {
                Markup.card(screen("consent.region.title")) {
                    form.markup(to: address, submit: screen("consent.purpose.submit"), cancel: "/ui/profile/consents") {
                        form.hidden("version", values["version"] ?? "")
                        if region == nil {
                            form.text(
                                "key", screen("consent.region.key"), hint: screen("consent.region.keyHint"), isRequired: true,
                                limit: ConsentRegion.keyLengthMax)
                        }
                        form.beside {
                            form.text("nameKo", screen("consent.purpose.nameKo"), isRequired: true, limit: ConsentPurpose.nameLengthMax)
                            form.text("nameEn", screen("consent.purpose.nameEn"), isRequired: true, limit: ConsentPurpose.nameLengthMax)
                        }
                        form.area("countries", screen("consent.region.countries"), hint: screen("consent.region.countriesHint"), rows: 3)
                    }
                }
            }, status: errors.isEmpty ? .ok : .unprocessableContent)
    }
}
