import CommonModels
import ConsoleKit
import DecisionDomain
import Hummingbird
import OrderedCollections
import ServiceKit
import StorageKit

/// A form for a new offer: the fields most offers need. Everything else goes through the API.
struct OfferFormPage: Sendable {
    static let placementsMax = 200

    let console: Console
    let placements: CatalogueStore<Placement>
    let editor: CatalogueEditor

    func add(to router: Router<ServiceContext>) {
        console.pages(on: router, requiring: .decisionWrite)
            .get("/ui/decision/offers/new", use: new)
            .post("/ui/decision/offers/new", use: create)
    }

    @Sendable private func new(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try await page(console.screen(request, context), values: ["priority": "100", "rule": #"{"everyone":true}"#])
    }

    @Sendable private func create(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let screen = console.screen(request, context)
        let sent = try await request.formBody(context)
        do {
            let id = try await editor.create(Self.document(sent), context)
            return screen.redirect(to: "/ui/decision/offers/\(id)")
        } catch let problems as DocumentProblems {
            return try await page(screen, values: sent, errors: FormErrors(Self.messages(problems)))
        } catch CatalogueError.keyTaken(_, let key) {
            return try await page(screen, values: sent, errors: FormErrors(["key": screen("decision.form.keyTaken", ["key": key])]))
        }
    }

    /// The offer document the form stands for; its own reader finds what is wrong with it.
    static func document(_ sent: [String: String]) -> JSONValue {
        func text(_ name: String) -> String? { sent[name].flatMap { $0.isEmpty ? nil : $0 } }
        var name: JSONObject = [:]
        if let ko = text("nameKo") { name["ko"] = .string(ko) }
        if let en = text("nameEn") { name["en"] = .string(en) }
        var object: JSONObject = ["key": .string(text("key") ?? ""), "name": .object(name), "status": .string("draft")]
        if let value = text("value") { object["value"] = ["amount": .string(value), "currency": .string(text("currency") ?? "KRW")] }
        object["priority"] = text("priority").flatMap { Int64($0) }.map { .integer($0) } ?? .string(text("priority") ?? "")
        if let placement = text("placement") {
            object["content"] = .object([placement: ["inline": ["title": .string(text("title") ?? "")]]])
        }
        if let rule = text("rule") { object["eligibility"] = (try? JSONValue(parsing: rule)) ?? .string(rule) }
        if let limit = text("limit") {
            object["caps"] = [
                ["key": "daily", "limit": Int64(limit).map { .integer($0) } ?? .string(limit), "window": ["calendar": "day"]]
            ]
        }
        return .object(object)
    }

    private static func messages(_ problems: DocumentProblems) -> [String: String] {
        let fields = [
            "key": "key", "name": "nameKo", "value": "value", "priority": "priority", "eligibility": "rule", "caps": "limit",
            "content": "title",
        ]
        return Dictionary(
            problems.problems.map { problem in
                let first = problem.pointer.split(separator: "/").first.map(String.init) ?? ""
                return (fields[first] ?? "", "\(problem.pointer) \(problem.detail)")
            }
        ) { $0 + "; " + $1 }
    }

    private func page(_ screen: ConsoleScreen, values: [String: String], errors: FormErrors = .none) async throws -> Response {
        let places = try await placements.list(status: nil, after: nil, limit: Self.placementsMax)
        let form = screen.form(values: values, errors: errors)
        let page = ConsolePage(
            title: screen("decision.offers.new"), active: .decisions, crumbs: [.init(screen("decision.offers.title"), "/ui/decision")],
            answer: screen("decision.form.answer")
        ) {
            Markup.card(screen("decision.offers.new")) {
                form.markup(to: "/ui/decision/offers/new", submit: screen("decision.form.submit"), cancel: "/ui/decision") {
                    form.beside {
                        form.text("nameKo", screen("decision.form.nameKo"), isRequired: true, limit: BilingualName.lengthMax)
                        form.text("nameEn", screen("decision.form.nameEn"), limit: BilingualName.lengthMax)
                    }
                    form.beside {
                        form.text(
                            "key", screen("decision.field.key"), hint: screen("decision.form.keyHint"), isRequired: true,
                            limit: CatalogueKey.lengthMax)
                        form.text("priority", screen("decision.field.priority"), kind: .number, hint: screen("decision.form.priorityHint"))
                    }
                    form.beside {
                        form.text("value", screen("decision.field.value"), placeholder: "12000")
                        form.select(
                            "currency", screen("decision.form.currency"), ["KRW", "USD", "EUR", "GBP"].map { (value: $0, text: $0) })
                    }
                    form.beside {
                        form.select(
                            "placement", screen("decision.field.placement"),
                            places.map { (value: $0.document.key, text: $0.document.name.text(screen)) })
                        form.text("title", screen("decision.form.title"), limit: 200)
                    }
                    form.area("rule", screen("decision.form.rule"), hint: screen("decision.form.ruleHint"), rows: 5, isCode: true)
                    form.text("limit", screen("decision.form.limit"), kind: .number, hint: screen("decision.form.limitHint"))
                }
            }
        }
        return screen.answer(page, status: errors.isEmpty ? .ok : .unprocessableContent)
    }
}
