import ArgumentParser
import AsyncHTTPClient
import Foundation
import ImportKit

/// `maru import`: a file of rows becomes events.
struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Import a CSV or JSON Lines file as events.",
        discussion: """
            The mapping says which columns (of JSON Lines: which members) become which event (ops/imports/README.md). JSON
            Lines that are calls of the tracking API already need none. The import can be killed at any time: the same
            command goes on where it stopped, and every event arrives once. Rows that cannot be taken go to a reject file
            with the reason.
            """)

    @Option(help: "Mapping file (YAML or JSON); not needed for JSON Lines of events.")
    var mapping: String?

    @Option(help: "csv or jsonl; told from the file's name if not given.", transform: Self.format)
    var format: ImportFormat?

    @Argument(help: "CSV or JSON Lines file, plain or gzip.")
    var file: String

    @Option(help: "Address of the Profile service; MARU_PROFILE_URL if not given.")
    var to: String?

    @Option(help: "Server key with the scope 'ingest'; MARU_KEY if not given.")
    var key: String?

    @Option(help: "Requests in flight.")
    var inFlight = FileImport.inFlightDefault

    @Option(help: "Where to remember how far the import came; FILE.import-state.json if not given.")
    var state: String?

    @Option(help: "Where rejected rows go; FILE.rejects.csv if not given.")
    var rejects: String?

    @Flag(help: "Read and check everything, show the first events, send nothing.")
    var dryRun = false

    @Flag(help: "Forget an earlier import of this file and begin again.")
    var restart = false

    @Flag(help: "No progress bar.")
    var quiet = false

    func run() async throws {
        let paths = FileImport.Paths(data: file, state: state, rejects: rejects)
        do {
            let job = try FileImport(mapping: try mapping.map(Self.text), format: format, paths: paths, inFlight: inFlight)
            if dryRun { return try check(job) }
            if restart {
                for path in [paths.state, paths.rejects] where FileManager.default.fileExists(atPath: path) {
                    try FileManager.default.removeItem(atPath: path)
                }
            }
            try await send(job, paths)
        } catch let error as ImportError {
            throw ValidationError(error.description)
        }
    }

    private static func format(_ text: String) throws -> ImportFormat {
        guard let format = ImportFormat(rawValue: text) else { throw ValidationError("--format: csv or jsonl") }
        return format
    }

    private static func text(_ path: String) throws(ImportError) -> String {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw ImportError.unreadable(path: path, reason: "there is no such file, or it may not be read")
        }
        return String(decoding: data, as: UTF8.self)
    }

    private func check(_ job: FileImport) throws {
        let bar = ProgressBar(isShown: !quiet)
        let (progress, samples, rejects) = try job.dryRun { bar.show($0) }
        bar.end()
        for sample in samples { print(sample) }
        for reject in rejects.prefix(20) { print("row \(reject.rows.lowerBound): \(reject.reason)") }
        print(
            "\(progress.rowsRead) rows would become \(progress.eventsAcknowledged) events; \(progress.rowsRejected) rejected, \(progress.rowsLeftOut) left out. Nothing was sent."
        )
    }

    private func send(_ job: FileImport, _ paths: FileImport.Paths) async throws {
        let environment = ProcessInfo.processInfo.environment
        guard let key = key ?? environment["MARU_KEY"], !key.isEmpty else {
            throw ValidationError("a server key is needed: --key or MARU_KEY (make one with 'maru keys')")
        }
        let address = to ?? environment["MARU_PROFILE_URL"] ?? "http://127.0.0.1:8101"
        let bar = ProgressBar(isShown: !quiet)
        let client = HTTPClient(eventLoopGroupProvider: .singleton)
        let outcome: ImportState
        do {
            let delivery = HTTPBatchDelivery(client: client, address: address, key: key)
            outcome = try await job.run(delivery: delivery, pause: { try await Task.sleep(for: $0) }) { bar.show($0) }
        } catch {
            bar.end()
            try await client.shutdown()
            throw error
        }
        bar.end()
        try await client.shutdown()
        print("\(outcome.acknowledgedEvents) events are stored; \(outcome.rejectedRows) rows rejected, \(outcome.leftOutRows) left out.")
        if outcome.rejectedRows > 0 { print("Rejected rows, each with its reason: \(paths.rejects)") }
    }
}

extension ImportFormat: ExpressibleByArgument {}
