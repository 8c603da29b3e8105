package import ServiceKit

/// What is wrong with which field of a form that was sent.
package struct FormErrors: Sendable {
    package static let none = FormErrors([:])

    private let messages: [String: String]

    /// Messages by field name.
    package init(_ messages: [String: String]) { self.messages = messages }

    /// A validation problem's faults: the pointer `/rule/all/0` belongs to the field `rule`.
    package init(_ faults: [Problem.Fault]) {
        messages = Dictionary(
            faults.map { fault in
                let parts = fault.pointer.split(separator: "/", maxSplits: 1)
                let place = parts.count > 1 ? "/\(parts[1]): " : ""
                return (parts.first.map(String.init) ?? "", place + fault.detail)
            }, uniquingKeysWith: { "\($0) · \($1)" })
    }

    package var isEmpty: Bool { messages.isEmpty }
    package var count: Int { messages.count }
    package func message(for name: String) -> String? { messages[name] }
    /// Messages that belong to none of `names`.
    package func others(than names: Set<String>) -> [String] { messages.filter { !names.contains($0.key) }.map(\.value).sorted() }
}
