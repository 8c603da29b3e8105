package import CommonModels

/// A message ready to leave.
package struct Rendered: Hashable, Sendable {
    package let subject: String
    package let text: String
    package let html: String?
    /// The fields about people it is made of.
    package let fields: [DataField]

    package init(subject: String, text: String, html: String?, fields: [DataField] = []) {
        self.subject = subject
        self.text = text
        self.html = html
        self.fields = fields
    }
}
