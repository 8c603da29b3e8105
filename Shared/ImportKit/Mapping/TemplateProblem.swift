/// What is wrong with a template.
struct TemplateProblem: Error {
    let detail: String
    init(_ detail: String) { self.detail = detail }
}
