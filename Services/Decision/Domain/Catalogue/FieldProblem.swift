/// One mistake in a document someone sent, with the JSON pointer of the field (RFC 6901).
package struct FieldProblem: Hashable, Sendable {
    package let pointer: String
    package let detail: String

    package init(pointer: String, detail: String) {
        self.pointer = pointer
        self.detail = detail
    }
}
