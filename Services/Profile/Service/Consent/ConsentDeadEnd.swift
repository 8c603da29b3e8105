import ConsoleKit
import HTTPTypes
import Hummingbird

/// What somebody reads whose link does not work: why, and what to do. Nothing was changed.
struct ConsentDeadEnd {
    enum Reason: String, Sendable { case notOurs, expired, used, superseded }

    let screen: ConsoleScreen

    func response(_ reason: Reason) -> Response {
        let status: HTTPResponse.Status = reason == .notOurs ? .notFound : .gone
        return screen.hosted(title: screen("consent.deadEnd.\(reason.rawValue)"), status: status) {
            Markup.card(screen("consent.deadEnd.nothingChanged")) {
                "<p class=\"lead\">\(screen("consent.deadEnd.\(reason.rawValue)Hint"))</p>" as Markup
            }
        }
    }
}
