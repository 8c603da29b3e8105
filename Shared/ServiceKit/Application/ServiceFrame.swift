package import CommonModels
package import Logging
package import StorageKit

/// What the frame gives a service to work with.
package struct ServiceFrame: Sendable {
    package let settings: ServiceSettings
    package let database: any Database
    package let clock: WallClock
    package let ids: IDGenerator
    package let access: AccessControl
    /// For calls to neighbours; see ServiceClients.
    package let tokens: ServiceTokens
    package let audit: AuditLog
    package let jobs: JobStore
    package let idempotency: IdempotencyStore
    package let metrics: MetricRegistry
    package let logger: Logger
    /// Names this process among replicas, e.g. as holder of leases.
    package let instance: String
}
