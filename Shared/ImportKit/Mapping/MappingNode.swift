import Yams

/// A place in a mapping file; collects what is wrong instead of stopping at the first mistake.
struct MappingNode {
    let node: Node?
    let path: String
    /// The same place as a JSON Pointer (RFC 6901).
    let pointer: String
    let line: Int
    let problems: MappingProblems

    init(node: Node?, path: String, pointer: String, line: Int, problems: MappingProblems) {
        self.node = node
        self.path = path
        self.pointer = pointer
        self.line = node?.mark?.line ?? line
        self.problems = problems
    }

    var exists: Bool { node != nil && node?.null == nil }

    func report(_ detail: String) {
        problems.all.append(MappingProblem(line: line, path: path, pointer: pointer, detail: detail))
    }

    subscript(key: String) -> MappingNode { member(key, node?.mapping?[key]) }

    private func member(_ key: String, _ value: Node?) -> MappingNode {
        let escaped = key.replacing("~", with: "~0").replacing("/", with: "~1")
        return MappingNode(
            node: value, path: path.isEmpty ? key : "\(path).\(key)", pointer: "\(pointer)/\(escaped)", line: line, problems: problems)
    }

    /// Reports members that mean nothing here, most often misspelled ones.
    func allow(_ keys: String...) {
        guard let mapping = node?.mapping else {
            if exists { report("must have the members \(keys.joined(separator: ", "))") }
            return
        }
        for key in mapping.keys where !keys.contains(key.string ?? "") {
            MappingNode(node: key, path: path, pointer: pointer, line: line, problems: problems)
                .report("there is no key '\(key.string ?? "?")' here; known are \(keys.joined(separator: ", "))")
        }
    }

    var items: [MappingNode] {
        guard exists else { return [] }
        guard let sequence = node?.sequence else {
            report("must be a list")
            return []
        }
        return sequence.enumerated().map {
            MappingNode(node: $1, path: "\(path)[\($0)]", pointer: "\(pointer)/\($0)", line: line, problems: problems)
        }
    }

    /// Members in the order they are written.
    var members: [(name: String, value: MappingNode)] {
        guard exists else { return [] }
        guard let mapping = node?.mapping else {
            report("must have members")
            return []
        }
        return mapping.compactMap { key, value in key.string.map { ($0, member($0, value)) } }
    }

    var text: String? {
        guard exists else { return nil }
        if let text = node?.scalar?.string { return text }
        report("must be a text")
        return nil
    }

    func required() -> String {
        if let text { return text }
        if !exists { report("is missing") }
        return ""
    }

    func whole(_ range: ClosedRange<Int>) -> Int? {
        guard let text else { return nil }
        if let number = Int(text), range.contains(number) { return number }
        report("must be a whole number from \(range.lowerBound) to \(range.upperBound)")
        return nil
    }

    var flag: Bool? {
        guard let text else { return nil }
        if text == "true" || text == "false" { return text == "true" }
        report("must be true or false")
        return nil
    }

    func choice<T: RawRepresentable & CaseIterable>(_ type: T.Type) -> T? where T.RawValue == String {
        guard let text else { return nil }
        if let value = T(rawValue: text) { return value }
        report("'\(text)' is not one of \(T.allCases.map(\.rawValue).joined(separator: ", "))")
        return nil
    }

    func template() -> TextTemplate? {
        guard let text else { return nil }
        do throws(TemplateProblem) {
            return try TextTemplate(text)
        } catch {
            report(error.detail)
            return nil
        }
    }
}
