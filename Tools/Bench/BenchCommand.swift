import ArgumentParser
import Foundation

/// `maru-bench`: speed and memory in release, each beside a floor measured in the same run.
@main
struct BenchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "maru-bench", abstract: "Measure Maru on this machine.",
        discussion: "Prints a table and writes it to --output. Nothing else should run meanwhile.",
        subcommands: [BenchRun.self, ReferenceServer.self],
        defaultSubcommand: BenchRun.self)
}

/// The scenarios, one after the other.
struct BenchRun: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "run", abstract: "Run the scenarios.")

    @Option(help: "Only scenarios of this name: ingest, decide, freshness, idle, rows, import.")
    var only: String?

    @Option(help: "Folder with the real data, for the import.")
    var data = "../shared/data"

    @Option(help: "Where the rows are written as JSON.")
    var output = ".build/bench.json"

    func run() async throws {
        let reference = try await BenchReference.start()
        defer { reference.stop() }
        let data = self.data
        let scenarios: [(name: String, run: @Sendable () async throws -> [BenchRow])] = [
            ("ingest", { try await IngestScenario.run(reference) }), ("decide", { try await DecideScenario.run(reference) }),
            ("freshness", { try await FreshnessScenario.run() }), ("idle", { try await IdleScenario.run() }),
            ("rows", { try await ImportRowsScenario.run() }),
            ("import", { try await ImportScenario.run(data: data) }),
        ]
        var rows: [BenchRow] = []
        for scenario in scenarios where only == nil || only == scenario.name {
            FileHandle.standardError.write(Data("\(scenario.name) …\n".utf8))
            rows += try await scenario.run()
        }
        print(BenchRow.table(rows))
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        try encoder.encode(rows).write(to: URL(filePath: output))
    }
}
