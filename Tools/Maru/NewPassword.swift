import ArgumentParser
import Foundation

/// A password for an account: typed twice at a terminal, or one line of standard input.
enum NewPassword {
    /// - Throws: `ValidationError` if none was given or the two differ.
    static func read() throws -> String {
        guard let first = Terminal.askHidden("Password: "), !first.isEmpty else { throw ValidationError("no password was given") }
        if isatty(0) == 1, Terminal.askHidden("Again: ") != first { throw ValidationError("the two passwords differ") }
        return first
    }
}
