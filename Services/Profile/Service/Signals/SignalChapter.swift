import CommonModels
import Configuration
import ConsoleKit
import FeedKit
import Hummingbird
import ServiceKit
import ServiceLifecycle
import StorageKit

/// The chapter, put together: types of subjects, signals, what they add up to.
struct SignalChapter: Sendable {
    private let types: SignalTypeStore
    private let store: SignalStore
    private let writer: SignalWriter
    private let frame: ServiceFrame

    /// Reads `MARU_PROFILE_SIGNAL_TYPES`: `declared` (default) refuses signals of types nobody declared, `open` declares them.
    /// - Throws: ``SettingsError/invalid(key:expected:)``.
    init(frame: ServiceFrame, feed: Feed) throws {
        self.frame = frame
        types = SignalTypeStore(
            database: frame.database, audit: frame.audit, clock: frame.clock, declaresUnknown: try Self.declaresUnknown(frame.settings))
        store = SignalStore(database: frame.database)
        writer = SignalWriter(database: frame.database, feed: feed, types: types)
    }

    func addRoutes(to router: Router<ServiceContext>, console: Console) {
        let access = FieldAccess(database: frame.database)
        SignalRoutes(writer: writer, store: store, access: access, clock: frame.clock, ids: frame.ids).add(to: router)
        SignalTypeRoutes(types: types).add(to: router)
        SignalPages(console: console, store: store, types: types, access: access).add(to: router)
    }

    var background: [any Service] {
        let sweep = SignalSweep(database: frame.database, clock: frame.clock)
        return [
            writer, Retention("signals", of: frame) { try await sweep.step() },
        ]
    }

    private static func declaresUnknown(_ settings: ServiceSettings) throws -> Bool {
        switch settings.config.string(forKey: "maru.profile.signal.types") {
        case nil, "", "declared": return false
        case "open": return true
        default: throw SettingsError.invalid(key: "maru.profile.signal.types", expected: "declared or open")
        }
    }
}
