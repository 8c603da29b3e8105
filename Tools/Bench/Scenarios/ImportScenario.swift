import Foundation

/// Online Retail from the file to the final report, with `ops/checks/online-retail.sh`.
enum ImportScenario {
    /// - Parameter data: the folder of real data; the scenario is left out, with a word, when it is not there.
    static func run(data: String) async throws -> [BenchRow] {
        guard FileManager.default.fileExists(atPath: data + "/online_retail/online_retail.csv.gz") else {
            FileHandle.standardError.write(Data("import: left out, \(data) has no online_retail\n".utf8))
            return []
        }
        let process = Process()
        process.executableURL = URL(filePath: "ops/checks/online-retail.sh")
        process.arguments = [data]
        process.standardOutput = FileHandle.nullDevice
        let start = ContinuousClock.now
        try process.run()
        process.waitUntilExit()
        let seconds = Double((ContinuousClock.now - start).nanoseconds) / 1e9
        guard process.terminationStatus == 0 else { throw LoadGenerator.Failed(description: "online-retail.sh failed") }
        return [BenchRow("import: Online Retail, 541,909 rows to the report", throughput: seconds, unit: "s", goal: "≤ 60 s")]
    }
}
