import HTTPTypes
import Hummingbird
import Synchronization

/// The routes of a service, asked only when none matched: which methods does this path have?
final class RouteTable: Sendable {
    /// What Hummingbird calls the route of a request that matched none.
    static let unknown = "NotFound"

    private let routes = Mutex<[(template: [String], method: HTTPRequest.Method)]>([])

    /// Called once, after every route was added.
    func fill(from router: Router<ServiceContext>) {
        let list = router.routes.map { (Self.segments($0.path.description), $0.method) }
        routes.withLock { $0 = list }
    }

    /// The methods of the template the router takes for `path`; HEAD follows GET. Empty if there is none.
    func methods(at path: String) -> [HTTPRequest.Method] {
        let segments = Self.segments(path)
        let fitting = routes.withLock { $0.filter { Self.fits($0.template, segments) } }
        guard let taken = fitting.map(\.template).min(by: Self.goesFirst) else { return [] }
        var found = Set(fitting.filter { !Self.goesFirst(taken, $0.template) }.map(\.method))
        if found.contains(.get) { found.insert(.head) }
        return Array(found)
    }

    private static func segments(_ path: String) -> [String] { path.split(separator: "/").map(String.init) }

    private static func fits(_ template: [String], _ path: [String]) -> Bool {
        if template.last == "**" { return path.count >= template.count - 1 && zip(template.dropLast(), path).allSatisfy(fits) }
        return template.count == path.count && zip(template, path).allSatisfy(fits)
    }

    private static func fits(_ template: String, _ segment: String) -> Bool { template == segment || !isLiteral(template) }

    /// Of two templates that fit, the router takes the one that is literal where they first differ.
    private static func goesFirst(_ left: [String], _ right: [String]) -> Bool {
        guard let (first, second) = zip(left, right).first(where: { $0 != $1 }) else { return left.count > right.count }
        return isLiteral(first) && !isLiteral(second)
    }

    private static func isLiteral(_ segment: String) -> Bool { !segment.contains { ":*{".contains($0) } }
}
