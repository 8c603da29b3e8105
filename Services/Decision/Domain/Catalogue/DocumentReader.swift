package import CommonModels
import OrderedCollections

/// Reads a JSON object field by field and gathers every problem with its pointer, so that a caller sees all mistakes at once.
package struct DocumentReader {
    package let pointer: String
    package private(set) var problems: [FieldProblem] = []
    private let object: JSONObject
    private var read: Set<String> = []

    /// - Parameter pointer: where this object stands in the whole document; empty for the root.
    package init(_ value: JSONValue, at pointer: String = "") {
        self.pointer = pointer
        self.object = value.objectValue ?? [:]
        if value.objectValue == nil {
            problems.append(FieldProblem(pointer: pointer, detail: "must be an object"))
        }
    }

    package mutating func reject(_ field: String, _ detail: String) {
        problems.append(FieldProblem(pointer: place(of: field), detail: detail))
    }

    package mutating func absorb(_ others: [FieldProblem]) {
        problems.append(contentsOf: others)
    }

    package func place(of field: String) -> String {
        field.isEmpty ? pointer : pointer + "/" + field
    }

    /// The field's value; nil when absent or `null`.
    package mutating func value(_ field: String) -> JSONValue? {
        read.insert(field)
        guard let value = object[field], value != .null else { return nil }
        return value
    }

    package mutating func required(_ field: String) -> JSONValue? {
        if let value = value(field) { return value }
        reject(field, "is required")
        return nil
    }

    /// A text of 1 to `max` characters.
    package mutating func text(_ field: String, max: Int, required isRequired: Bool = true) -> String? {
        guard let value = isRequired ? required(field) : value(field) else { return nil }
        guard let text = value.stringValue else {
            reject(field, "must be a string")
            return nil
        }
        guard !text.isEmpty, text.count <= max else {
            reject(field, "must have 1 to \(max) characters")
            return nil
        }
        return text
    }

    package mutating func integer(_ field: String, in range: ClosedRange<Int>, default fallback: Int? = nil) -> Int? {
        guard let value = fallback == nil ? required(field) : value(field) else { return fallback }
        guard let number = value.doubleValue, number.rounded() == number, abs(number) < 1e15, range.contains(Int(number)) else {
            reject(field, "must be a whole number from \(range.lowerBound) to \(range.upperBound)")
            return fallback
        }
        return Int(number)
    }

    package mutating func number(_ field: String, in range: ClosedRange<Double>, default fallback: Double) -> Double {
        guard let value = value(field) else { return fallback }
        guard let number = value.doubleValue, range.contains(number) else {
            reject(field, "must be a number from \(range.lowerBound) to \(range.upperBound)")
            return fallback
        }
        return number
    }

    /// One of the raw values of an enumeration.
    package mutating func choice<Choice: RawRepresentable & CaseIterable>(_ field: String, default fallback: Choice? = nil) -> Choice?
    where Choice.RawValue == String {
        guard let value = fallback == nil ? required(field) : value(field) else { return fallback }
        if let raw = value.stringValue, let choice = Choice(rawValue: raw) { return choice }
        reject(field, "must be one of " + Choice.allCases.map(\.rawValue).joined(separator: ", "))
        return fallback
    }

    /// False when absent.
    package mutating func flag(_ field: String) -> Bool {
        guard let value = value(field) else { return false }
        if let flag = value.boolValue { return flag }
        reject(field, "must be true or false")
        return false
    }

    package mutating func instant(_ field: String) -> Instant? {
        guard let value = value(field) else { return nil }
        if let text = value.stringValue, let instant = Instant(rfc3339: text) { return instant }
        reject(field, "must be an RFC 3339 instant with a zone")
        return nil
    }

    /// Elements of an array of at most `max`; each is read at its own pointer.
    package mutating func array<Element>(
        _ field: String, max: Int, _ element: (JSONValue, String) -> (Element?, [FieldProblem])
    ) -> [Element] {
        guard let value = value(field) else { return [] }
        guard let items = value.arrayValue else {
            reject(field, "must be an array")
            return []
        }
        guard items.count <= max else {
            reject(field, "must have at most \(max) elements")
            return []
        }
        var result: [Element] = []
        for (index, item) in items.enumerated() {
            let (one, found) = element(item, place(of: "\(field)/\(index)"))
            problems.append(contentsOf: found)
            if let one { result.append(one) }
        }
        return result
    }

    /// Refuses fields nobody asked for; call it last.
    ///
    /// - Throws: ``DocumentProblems`` when anything was wrong.
    package mutating func finish() throws(DocumentProblems) {
        closeUnknown()
        if !problems.isEmpty { throw DocumentProblems(problems) }
    }

    /// Notes fields nobody asked for, without throwing.
    package mutating func closeUnknown() {
        for field in object.keys where !read.contains(field) {
            reject(field, "is not a field of this document")
        }
    }
}
