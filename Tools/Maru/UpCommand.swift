import ArgumentParser
import CommonModels
import Foundation
import Logging
import ServiceLifecycle
import UnixSignals

/// `maru up`: the six services as child processes of this one.
struct UpCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "up", abstract: "Starts the six services and watches over them until interrupted.",
        discussion:
            "A service that dies is started again after a pause that doubles. They stop when this command stops, even after kill -9.")

    @OptionGroup var installation: InstallationOptions
    @Option(help: "Port of the first service; the others follow. Default 8101 to 8106.") var basePort: Int = 8101
    @Option(help: "Folder of the executables. Default: where this command is.") var executables: String?
    @Option(help: "Seconds until all services must be ready.") var readyWithin: Int = 60
    @Flag(help: "Show the services' log lines as they are.") var json = false

    func run() async throws {
        signal(SIGPIPE, SIG_IGN)
        let folder = executables ?? Self.ownFolder()
        let addresses = Addresses(basePort: basePort)
        let guardian = try InstallationLock(dataFolder: installation.dataFolder)
        try await addresses.waitUntilFree()
        let printer = LogPrinter(isRaw: json)
        var logger = Logger(label: "maru")
        logger.logLevel = .error
        let children = ServiceName.allCases.map { name in
            ChildService(
                name: name, folder: folder, environment: addresses.environment(dataFolder: installation.dataFolder), printer: printer)
        }
        let announcer = ReadinessAnnouncer(addresses: addresses, within: .seconds(readyWithin), printer: printer)
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: (children as [any Service]) + [announcer], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger))
        try await group.run()
        guardian.release()
    }

    private static func ownFolder() -> String {
        let link = "/proc/self/exe"
        let path = (try? FileManager.default.destinationOfSymbolicLink(atPath: link)) ?? CommandLine.arguments[0]
        return URL(fileURLWithPath: path).deletingLastPathComponent().path
    }
}
