import ServiceLifecycle
import StorageKit

/// Closes the database when every other part of the service has stopped.
struct DatabaseCloser: Service {
    let database: any Database

    func run() async throws {
        try? await gracefulShutdown()
        await database.close()
    }
}
