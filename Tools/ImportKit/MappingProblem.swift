/// One thing wrong with a mapping file.
package struct MappingProblem: Hashable, Sendable, CustomStringConvertible {
    /// 1-based line of the mapping file; 0 when the place is not known.
    package let line: Int
    /// Member path, e.g. `items.fields.price`.
    package let path: String
    package let detail: String

    package var description: String { (line > 0 ? "line \(line), " : "") + "\(path.isEmpty ? "mapping" : path): \(detail)" }
}
