/// The paths that need no credential. Everything else does.
package struct OpenPaths: Sendable {
    /// Alive, ready, sign-in, language and the assets of pages.
    package static let frame = ["/healthz", "/readyz", "/ui/sign-in", "/ui/language", "/ui/assets/*"]

    private let exact: Set<String>
    private let prefixes: [String]

    /// - Parameter patterns: whole paths, or beginnings that end in `/*`.
    package init(_ patterns: [String]) {
        exact = Set(patterns.filter { !$0.hasSuffix("/*") })
        prefixes = patterns.filter { $0.hasSuffix("/*") }.map { String($0.dropLast()) }
    }

    package func contains(_ path: String) -> Bool { exact.contains(path) || prefixes.contains { path.hasPrefix($0) } }
}
