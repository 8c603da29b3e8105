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

    @Option(help: "Only scenarios of this name: ingest, single, postgres, decide, freshness, idle, rows, import, large.")
    var only: String?

    @Option(help: "People of the scenario large, which runs only when it is named.")
    var people = 1_000_000

    @Option(help: "Events of the scenario large.")
    var events = 10_000_000

    @Option(help: "Folder with the real data, for the import.")
    var data = "../shared/data"

    @Option(help: "Where the rows are written as JSON.")
    var output = ".build/bench.json"

    func run() async throws {
        let reference = try await BenchReference.start()
        defer { reference.stop() }
        let (data, people, events) = (self.data, self.people, self.events)
        let scenarios: [(name: String, run: @Sendable () async throws -> [BenchRow])] = [
            ("ingest", { try await IngestScenario.run(reference) }), ("single", { try await SingleScenario.run() }),
            ("postgres", { try await PostgresScenario.run(reference) }), ("decide", { try await DecideScenario.run(reference) }),
            ("freshness", { try await FreshnessScenario.run() }), ("idle", { try await IdleScenario.run() }),
            ("rows", { try await ImportRowsScenario.run() }),
            ("import", { try await ImportScenario.run(data: data) }),
            ("large", { try await LargeScenario.run(people: people, events: events) }),
        ]
        var rows: [BenchRow] = []
        for scenario in scenarios where only == scenario.name || (only == nil && scenario.name != "large") {
            FileHandle.standardError.write(Data("\(scenario.name) …\n".utf8))
            rows += try await scenario.run()
        }
        print(BenchRow.table(rows))
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        let file = URL(filePath: output)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try encoder.encode(rows).write(to: file)
    }
}
