import CommonModels
import ConsoleKit
import Hummingbird
import JourneyDomain

/// The form of a journey: its names and its document, with what is wrong with it.
struct JourneyFormPage: Sendable {
    let screen: ConsoleScreen
    /// nil for a new one.
    let journey: Journey?
    let values: [String: String]

    /// What was sent, when it can be kept. A document with issues can: it is a draft.
    var body: (key: JourneyKey, name: JourneyName, document: JSONValue)? {
        guard let key, let name, let document else { return nil }
        return (key, name, document)
    }

    private var key: JourneyKey? { JourneyKey(values["key"] ?? "") }
    private var name: JourneyName? { JourneyName(ko: values["ko"], en: values["en"]) }
    private var document: JSONValue? {
        guard let text = values["document"], text.utf8.count <= JourneyDocument.bytesMax, let json = try? JSONValue(parsing: text),
            json.objectValue != nil
        else { return nil }
        return json
    }

    /// The form; with what was sent and is wrong when something was.
    func response(_ more: [String: String] = [:]) -> Response {
        var errors = more
        if values["ko"] != nil {
            if key == nil { errors["key"] = screen("journey.form.badKey") }
            if name == nil { errors["ko"] = screen("journey.form.badName") }
            if document == nil { errors["document"] = screen("journey.form.badDocument") }
        }
        let form = screen.form(values: values, errors: FormErrors(errors))
        let path = journey.map { "/ui/journey/\($0.id.rawValue)" } ?? "/ui/journey"
        let title = screen(journey == nil ? "journey.list.new" : "journey.form.edit")
        return screen.answer(
            ConsolePage(
                title: title, active: .journeys, crumbs: [.init(screen("journey.list.title"), "/ui/journey")],
                answer: screen("journey.form.answer")
            ) {
                Markup.card(title) {
                    form.markup(to: journey == nil ? "/ui/journey/new" : "\(path)/edit", submit: screen("journey.form.save"), cancel: path)
                    {
                        if journey == nil {
                            form.text(
                                "key", screen("journey.field.key"), hint: screen("journey.form.keyHint"), isRequired: true,
                                limit: JourneyKey.lengthMax)
                        } else {
                            form.hidden("revision", values["revision"] ?? "")
                        }
                        form.beside {
                            form.text("ko", screen("journey.form.nameKo"), isRequired: true, limit: JourneyName.lengthMax)
                            form.text("en", screen("journey.form.nameEn"), isRequired: true, limit: JourneyName.lengthMax)
                        }
                        form.area(
                            "document", screen("journey.form.document"), hint: screen("journey.form.documentHint"), isRequired: true,
                            rows: 26, isCode: true)
                    }
                }
                if let document {
                    let issues = JourneyDocument.issues(of: document)
                    if !issues.isEmpty { IssueTable(issues: issues, words: JourneyWords(screen: screen)).markup }
                }
            },
            status: errors.isEmpty ? .ok : .unprocessableContent)
    }
}
