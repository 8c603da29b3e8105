import ArgumentParser
import ImportKit

/// `maru match`: which rows of a CSV file are one person.
struct MatchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "match", abstract: "Find which rows of a CSV file are one person.",
        discussion: """
            Rows that agree on all fields of any one key are one person, and so are rows that agree with a row that agrees
            with another. A blank field matches nothing; values are compared trimmed and in lower case. The file is written
            again with a column that names the person; an import can take it as an identity. Example:
            maru match --key soc_sec_id --key given_name+surname+date_of_birth people.csv matched.csv
            """)

    @Option(name: .customLong("key"), help: "Fields that together name a person, joined by +. May be given several times.")
    var keys: [String]

    @Option(help: "Name of the column that is added.")
    var column = FileMatch.columnDefault

    @Argument(help: "CSV file, plain or gzip.")
    var file: String

    @Argument(help: "Where the file with the column goes.")
    var output: String

    func run() throws {
        let wanted = try keys.map { text in
            guard let key = MatchKey(text) else { throw ValidationError("--key \(text): give different field names joined by +") }
            return key
        }
        do throws(ImportError) {
            let result = try FileMatch(path: file, keys: wanted).write(to: output, column: column)
            print("\(result.rows) rows are \(result.people) people; \(output) names them in the column \(column).")
        } catch {
            throw ValidationError(error.description)
        }
    }
}
