/// One line of the demo's table: what the generator knows, and what the services say.
struct DemoCheck: Encodable, Sendable {
    let stage: String
    let expected: String
    let got: String
    let ok: Bool

    init(_ stage: String, expected: String, got: String, ok: Bool? = nil) {
        self.stage = stage
        self.expected = expected
        self.got = got
        self.ok = ok ?? (expected == got)
    }

    /// A check whose answer has to be asked for; an error is what was got, and fails it.
    static func of(_ stage: String, expected: String, got: () async throws -> String) async -> DemoCheck {
        do {
            return DemoCheck(stage, expected: expected, got: try await got())
        } catch {
            return DemoCheck(stage, expected: expected, got: "error: \(error)", ok: false)
        }
    }

    static func table(_ checks: [DemoCheck]) -> String {
        let rows = [["stage", "expected", "got", ""]] + checks.map { [$0.stage, $0.expected, $0.got, $0.ok ? "ok" : "FAILED"] }
        let widths = (0..<4).map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            zip(row, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }.joined(separator: "  ")
        }.joined(separator: "\n")
    }
}
