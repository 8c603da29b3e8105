/// Why a row cannot become part of an event, in words for the reject file.
struct RowProblem: Error {
    let detail: String
    init(_ detail: String) { self.detail = detail }
}
