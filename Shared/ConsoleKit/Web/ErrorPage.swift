import CommonModels
import HTTPTypes
import Hummingbird
import ServiceKit

/// What a person sees instead of a problem document: what happened, what to do, and the request's number.
struct ErrorPage: Sendable {
    let screen: ConsoleScreen
    let problem: Problem
    let requestID: String

    func response() -> Response {
        let body = content
        var response =
            screen.principal == nil
            ? screen.gate(title: title, status: problem.status) {
                Markup.paragraph(lead)
                body
            }
            : screen.answer(ConsolePage(title: title, active: nil, answer: lead) { body }, status: problem.status)
        for field in problem.headerFields where field.name != .cacheControl { response.headers[field.name] = field.value }
        return response
    }

    private var content: Markup {
        let faults = problem.errors.map { "<li><code>\($0.pointer)</code> \($0.detail)</li>" as Markup }
        let list: Markup = faults.isEmpty ? .empty : "<ul>\(faults)</ul>"
        let detail: Markup = problem.detail.map { text in Markup.details(problem.title, isOpen: true) { Markup.paragraph(text) } } ?? .empty
        return """
            <div class="card">\(list)\(detail)<p class="small">\(screen("console.error.request", ["id": requestID]))</p>\
            \(Markup.buttonLink(screen("console.error.home"), "/ui"))</div>
            """
    }

    private var title: String { screen("console.error.\(kind).title") }

    private var lead: String {
        switch kind {
        case "forbidden": forbidden
        case "invalid": problem.detail ?? problem.title
        default: screen("console.error.\(kind).lead")
        }
    }

    private var kind: String {
        switch problem.status.code {
        case 403: "forbidden"
        case 404, 405: "notFound"
        case 409, 412, 428: "conflict"
        case 429, 503: "busy"
        case 400..<500: "invalid"
        default: "internal"
        }
    }

    private var forbidden: String {
        let roles = screen.principal?.roles ?? []
        let mine = roles.isEmpty ? screen("console.role.none") : names(Role.allCases.filter(roles.contains))
        guard let scope = problem.extensions["scope"]?.stringValue.flatMap(Scope.init) else {
            return screen("console.error.forbidden.plain", ["mine": mine])
        }
        let able = Role.allCases.filter { $0.scopes.contains(scope) }
        return screen("console.error.forbidden.lead", ["roles": names(able), "mine": mine])
    }

    private func names(_ roles: [Role]) -> String { roles.map { screen("console.role.\($0.rawValue)") }.joined(separator: ", ") }
}
