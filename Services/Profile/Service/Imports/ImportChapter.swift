import CommonModels
import Configuration
import ConsoleKit
import Hummingbird
import ProfileDomain
import ServiceKit
import ServiceLifecycle
import StorageKit

/// The chapter, put together: mappings, files, imports.
struct ImportChapter: Sendable {
    let mappings: ImportMappingStore
    let files: ImportFileStore
    let store: ImportStore
    let desk: ImportDesk
    private let work: ImportWork
    private let sweep: ImportSweep
    private let jobs: JobStore
    private let frame: ServiceFrame

    /// Reads `MARU_PROFILE_IMPORT_BYTES`: bytes of one uploaded file, 1,024 to 1,099,511,627,776; default 4 GiB.
    /// - Throws: ``SettingsError/invalid(key:expected:)``.
    init(frame: ServiceFrame, writer: IngestWriter, rulebook: IdentityRulebook) throws {
        self.frame = frame
        let database = frame.database
        // A queue of its own: an import may run for hours, and an erasure does not wait for it.
        jobs = JobStore(database: database, clock: frame.clock, ids: frame.ids)
        let pieces = Self.pieces(frame)
        mappings = ImportMappingStore(database: database, audit: frame.audit, clock: frame.clock)
        files = ImportFileStore(
            database: database, pieces: pieces, audit: frame.audit, clock: frame.clock, ids: frame.ids,
            bytesMax: try Self.bytesMax(frame.settings))
        store = ImportStore(database: database, jobs: jobs)
        desk = ImportDesk(database: database, jobs: jobs, audit: frame.audit, clock: frame.clock, ids: frame.ids)
        work = ImportWork(
            database: database, pieces: pieces, writer: writer, rulebook: rulebook, clock: frame.clock, ids: frame.ids)
        sweep = ImportSweep(database: database, files: files, clock: frame.clock)
    }

    func addRoutes(to router: Router<ServiceContext>, console: Console) {
        ImportMappingRoutes(mappings: mappings).add(to: router)
        ImportFileRoutes(files: files).add(to: router)
        ImportRoutes(desk: desk, store: store, download: ImportRejectDownload(store: store, audit: frame.audit)).add(to: router)
        ImportPages(console: console, chapter: self).add(to: router)
        ImportMappingPages(console: console, mappings: mappings).add(to: router)
    }

    var background: [any Service] {
        let (sweep, work) = (sweep, work)
        let leases = LeaseStore(database: frame.database, clock: frame.clock)
        return [
            Retention("imports", leases: leases, holder: frame.instance, logger: frame.logger) { try await sweep.step() },
            JobRunner(
                store: jobs, handlers: [ImportWork.kind: { try await work.run($0) }], holder: frame.instance, logger: frame.logger),
        ]
    }

    private static func pieces(_ frame: ServiceFrame) -> any ImportPieces {
        let path = frame.settings.serviceFolder + "/imports"
        switch frame.database.engine {
        case .sqlite: return FolderPieces(folder: ImportFolder(path: path), database: frame.database)
        case .postgres:
            return DatabasePieces(folder: ImportFolder(path: "\(path)/\(frame.settings.port)"), database: frame.database)
        }
    }

    private static func bytesMax(_ settings: ServiceSettings) throws -> Int64 {
        guard let text = settings.config.string(forKey: "maru.profile.import.bytes"), !text.isEmpty else {
            return ImportLimits.fileBytesDefault
        }
        guard let bytes = Int64(text), (1_024...1_099_511_627_776).contains(bytes) else {
            throw SettingsError.invalid(key: "maru.profile.import.bytes", expected: "a whole number from 1024 to 1099511627776")
        }
        return bytes
    }
}
