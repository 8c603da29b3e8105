package import CommonModels
import OrderedCollections

/// An upper bound on how often something happens in a window, per person or for everybody.
package struct Cap: Hashable, Sendable {
    package static let limitRange = 1...1_000_000_000

    /// Distinct among the caps of one offer, placement or the shared caps; counts belong to it.
    package let key: String
    package let per: CapSubject
    package let counts: CapMeasure
    package let limit: Int
    package let window: CapWindow

    package init(key: String, per: CapSubject, counts: CapMeasure, limit: Int, window: CapWindow) {
        self.key = key
        self.per = per
        self.counts = counts
        self.limit = limit
        self.window = window
    }

    package var json: JSONValue {
        .object([
            "key": .string(key), "per": .string(per.rawValue), "counts": .string(counts.rawValue), "limit": .integer(Int64(limit)),
            "window": window.json,
        ])
    }

    package static func read(_ value: JSONValue, at pointer: String) -> (Cap?, [FieldProblem]) {
        var reader = DocumentReader(value, at: pointer)
        let cap = read(&reader)
        reader.closeUnknown()
        return (cap, reader.problems)
    }

    /// The fields of a cap inside a larger document.
    package static func read(_ reader: inout DocumentReader) -> Cap? {
        let key = reader.key()
        let per: CapSubject? = reader.choice("per", default: .profile)
        let counts: CapMeasure? = reader.choice("counts", default: .decision)
        let limit = reader.integer("limit", in: limitRange)
        guard let value = reader.required("window") else { return nil }
        let (window, problems) = CapWindow.read(value, at: reader.place(of: "window"))
        reader.absorb(problems)
        guard let key, let per, let counts, let limit, let window else { return nil }
        return Cap(key: key, per: per, counts: counts, limit: limit, window: window)
    }
}
