/// A piece of template source, white space control already applied.
enum TemplateToken: Equatable {
    case text(String)
    /// `{{ markup }}`
    case output(markup: String, line: Int)
    /// `{% name markup %}`
    case tag(name: String, markup: String, line: Int)
}
