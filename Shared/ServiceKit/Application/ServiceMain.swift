import CommonModels
import Foundation
import Hummingbird
import Logging
import Metrics
import ServiceLifecycle

/// The main of every service.
package enum ServiceMain {
    /// Reads the settings, sets up logs and metrics, serves until SIGTERM or SIGINT, and finishes what was accepted.
    package static func run<S: MaruService>(_ service: S.Type) async throws {
        // What a service keeps is read by nobody else, whoever starts it and from where.
        umask(0o077)
        let settings = try ServiceSettings(S.name, config: await ServiceConfiguration.reader())
        let level = Logger.Level(rawValue: settings.logLevel) ?? .info
        LoggingSystem.bootstrap { label in
            JSONLogHandler(label: label, service: S.name.rawValue, level: level, output: .standardError)
        }
        let metrics = MetricRegistry()
        MetricsSystem.bootstrap(metrics)
        signal(SIGPIPE, SIG_IGN)
        if ProcessInfo.processInfo.environment["MARU_SUPERVISED"] == "1" { ParentWatch.start() }
        let logger = Logger(label: "maru.\(S.name.rawValue)")
        do {
            let application = try await buildApplication(service, settings: settings, metrics: metrics, logger: logger)
            logger.info("Starting", metadata: ["host": .string(settings.host), "port": .stringConvertible(settings.port)])
            try await application.runService()
        } catch {
            // A sentence and a status, not a crash report: the usual causes are a port in use and a database that is down.
            logger.critical("Cannot run", metadata: ["error": .string(String(describing: error))])
            exit(1)
        }
        logger.info("Stopped")
    }
}
