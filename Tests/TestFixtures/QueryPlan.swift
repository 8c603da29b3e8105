package import StorageKit

/// Reads a query plan of either engine.
package enum QueryPlan {
    /// Tables the plan reads from end to end; empty when every step goes through an index.
    package static func fullScans(_ plan: String, on engine: SQLEngine) -> [String] {
        plan.split(separator: "\n").compactMap { line in
            switch engine {
            case .sqlite:
                guard let range = line.firstRange(of: "SCAN "), !line.contains("USING") else { return nil }
                let name = line[range.upperBound...].prefix { $0 != " " }
                return ["CONSTANT", "json_each"].contains(String(name)) ? nil : String(name)
            case .postgres:
                guard let range = line.firstRange(of: "Seq Scan on ") else { return nil }
                return String(line[range.upperBound...].prefix { $0 != " " })
            }
        }
    }
}
