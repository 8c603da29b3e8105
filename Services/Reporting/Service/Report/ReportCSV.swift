import ReportingDomain

/// The report as CSV (RFC 4180, lines end in LF).
enum ReportCSV {
    /// `quarter,revenue,invoices,customers,aov,new,retained`
    static func table(_ table: QuarterTable) -> String {
        lines([["quarter"] + QuarterTable.columns.map(\.header)] + table.rows.map { [$0.quarter.description] + $0.cells })
    }

    static func report(_ report: QuarterReport) -> String {
        let header = [
            "quarter", "kpi", "unit", "currency", "value", "extent", "target", "status", "forecast", "previous", "change", "acrossPartial",
        ]
        return lines(
            [header]
                + report.readings.map { reading in
                    let previous = reading.quarterOnQuarter
                    return [
                        report.quarter.description, reading.definition.key, reading.definition.unit.rawValue, reading.currency ?? "",
                        reading.figure.map { reading.text(of: $0) } ?? "", reading.extent.rawValue,
                        reading.target.map { reading.text(of: $0) } ?? "", reading.status.rawValue,
                        reading.forecast.map { reading.text(of: $0.figure) } ?? "", previous.map { reading.text(of: $0.figure) } ?? "",
                        previous?.change.map { String($0) } ?? "", previous.map { $0.acrossPartial ? "true" : "false" } ?? "",
                    ]
                })
    }

    private static func lines(_ rows: [[String]]) -> String {
        rows.map { $0.map(cell).joined(separator: ",") + "\n" }.joined()
    }

    /// Quoted where needed; a text that a spreadsheet would run as a formula is kept a text.
    private static func cell(_ text: String) -> String {
        let isNumber = Double(text) != nil
        let safe = !isNumber && ["=", "+", "-", "@"].contains { text.hasPrefix($0) } ? "'" + text : text
        return safe.contains { $0 == "," || $0 == "\"" || $0 == "\n" } ? "\"" + safe.replacing("\"", with: "\"\"") + "\"" : safe
    }
}
