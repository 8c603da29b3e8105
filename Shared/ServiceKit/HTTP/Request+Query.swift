import CommonModels
package import Hummingbird

extension Request {
    /// A query parameter; nil if absent or empty.
    package func query(_ name: String) -> String? {
        guard let text = uri.queryParameters[Substring(name)] else { return nil }
        return text.isEmpty ? nil : String(text)
    }

    /// A query parameter that is a whole number within `range`.
    /// - Throws: ``Problem/badRequest(_:errors:)``.
    package func query(_ name: String, in range: ClosedRange<Int>) throws -> Int? {
        guard let text = query(name) else { return nil }
        guard let value = Int(text), range.contains(value) else {
            throw Problem.badRequest("\(name) must be a whole number from \(range.lowerBound) to \(range.upperBound).")
        }
        return value
    }

    /// Whether the caller would rather have a page than data.
    package var prefersHTML: Bool { headers[.accept]?.contains("text/html") ?? false }
}
