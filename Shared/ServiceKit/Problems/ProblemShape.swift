package import Hummingbird

/// Another form of refusals for the paths of a standard that has its own: OFREP, the Segment API, pages.
package struct ProblemShape: Sendable {
    /// These paths and what is below them take this shape, e.g. `/ui`.
    package let paths: [String]
    package let answer: @Sendable (Problem, Request, ServiceContext) -> Response

    package init(paths: [String], answer: @escaping @Sendable (Problem, Request, ServiceContext) -> Response) {
        self.paths = paths
        self.answer = answer
    }

    func matches(_ path: String) -> Bool { paths.contains { path == $0 || path.hasPrefix($0 + "/") } }
}
