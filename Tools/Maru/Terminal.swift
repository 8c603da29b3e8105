import Foundation

/// The text terminal.
enum Terminal {
    static var isInteractive: Bool { isatty(1) == 1 && ProcessInfo.processInfo.environment["NO_COLOR"] == nil }

    /// Writes a line to standard output at once.
    static func say(_ line: String) { write(1, line) }

    /// Writes a line to standard error at once.
    static func complain(_ line: String) { write(2, line) }

    private static func write(_ stream: Int32, _ line: String) {
        let bytes = Array((line + "\n").utf8)
        _ = bytes.withUnsafeBytes { Foundation.write(stream, $0.baseAddress, $0.count) }
    }

    /// Asks for a text without showing it. - Returns: nil at the end of input.
    static func askHidden(_ question: String) -> String? {
        guard isatty(0) == 1, let answer = getpass(question) else { return readLine(strippingNewline: true) }
        return String(cString: answer)
    }

    /// Rows with columns of equal width.
    static func table(_ rows: [[String]]) -> String {
        guard let columns = rows.map(\.count).max() else { return "" }
        let widths = (0..<columns).map { column in rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0 }
        return rows.map { row in
            row.enumerated().map { index, text in
                index == row.count - 1 ? text : text + String(repeating: " ", count: widths[index] - text.count + 2)
            }.joined()
        }.joined(separator: "\n")
    }
}
