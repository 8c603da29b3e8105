/// One thing wrong with a mapping file.
package struct MappingProblem: Hashable, Sendable, CustomStringConvertible {
    /// 1-based line of the mapping file; 0 when the place is not known.
    package let line: Int
    /// Member path, e.g. `items.fields.price`.
    package let path: String
    /// The same place as a JSON Pointer; empty for the mapping as a whole, and for what a file lacks.
    package let pointer: String
    package let detail: String

    package init(line: Int, path: String, pointer: String = "", detail: String) {
        self.line = line
        self.path = path
        self.pointer = pointer
        self.detail = detail
    }

    package var description: String { (line > 0 ? "line \(line), " : "") + "\(path.isEmpty ? "mapping" : path): \(detail)" }
}
