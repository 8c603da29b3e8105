import Logging
import ServiceLifecycle

/// Removes what is left on this replica's disk of files that are gone, once an hour. Each replica has a disk of its own, so
/// none does it for another.
struct ImportTidier: Service {
    private static let every = Duration.seconds(3_600)

    let files: ImportFileStore
    let logger: Logger

    func run() async throws {
        while !Task.isShuttingDownGracefully {
            do {
                try await files.tidy()
            } catch is CancellationError {
                return
            } catch {
                let kind = String(reflecting: type(of: error))
                logger.warning("Files that are gone could not be tidied up", metadata: ["error": .string(kind)])
            }
            do { try await cancelWhenGracefulShutdown { try await Task.sleep(for: Self.every) } } catch { return }
        }
    }
}
