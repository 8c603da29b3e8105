import CommonModels
import Logging
import StorageKit

extension ServiceFrame {
    static func make(
        settings: ServiceSettings, database: any Database, clock: WallClock, ids: IDGenerator, metrics: MetricRegistry, logger: Logger
    ) async throws -> ServiceFrame {
        let secrets = SecretFolder(path: settings.secretFolder)
        let tokens = await ServiceTokens(issuer: settings.service, secret: try secrets.secret(named: "service.key"), clock: clock)
        let audit = AuditLog(database: database, clock: clock)
        let access = try AccessControl(
            service: settings.service, store: AccessFileStore(path: settings.accessFile),
            sessions: SessionSigner(secret: try secrets.secret(named: "session.key")), tokens: tokens, clock: clock,
            rates: settings.rates, reloadInterval: settings.accessReload, audit: audit, logger: logger)
        return ServiceFrame(
            settings: settings, database: database, clock: clock, ids: ids, access: access, tokens: tokens,
            audit: audit, jobs: JobStore(database: database, clock: clock, ids: ids),
            idempotency: IdempotencyStore(database: database, clock: clock), metrics: metrics, logger: logger,
            instance: "\(settings.service.rawValue)-" + String(UInt64.random(in: .min ... .max), radix: 36))
    }
}
