package import Hummingbird

/// Another form of refusals for the paths of a standard that has its own: OFREP, the Segment API, pages.
package struct ProblemShape: Sendable {
    /// Paths with one of these beginnings take this shape, e.g. `/ofrep/`.
    package let prefixes: [String]
    package let answer: @Sendable (Problem, Request, ServiceContext) -> Response

    package init(prefixes: [String], answer: @escaping @Sendable (Problem, Request, ServiceContext) -> Response) {
        self.prefixes = prefixes
        self.answer = answer
    }

    func matches(_ path: String) -> Bool { prefixes.contains { path.hasPrefix($0) } }
}
