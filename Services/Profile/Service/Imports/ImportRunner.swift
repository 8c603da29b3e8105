import Logging
import ServiceKit
import ServiceLifecycle

/// Works on imports, once copies of files that a crash left on this replica's disk are gone.
struct ImportRunner: Service {
    let pieces: any ImportPieces
    let jobs: JobRunner
    let logger: Logger

    func run() async throws {
        do {
            try await pieces.clear()
        } catch {
            let kind = String(reflecting: type(of: error))
            logger.warning("Copies of imported files could not be removed", metadata: ["error": .string(kind)])
        }
        try await jobs.run()
    }
}
