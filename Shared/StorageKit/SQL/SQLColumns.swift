/// The column names of one result, shared by its rows.
final class SQLColumns: Sendable {
    let names: [String]

    init(_ names: [String]) { self.names = names }

    /// Results are narrow: a scan beats hashing.
    func position(of name: String) -> Int? {
        for index in names.indices where names[index] == name { return index }
        return nil
    }
}
