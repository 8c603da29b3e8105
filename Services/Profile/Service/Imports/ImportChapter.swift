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
    let access: FieldAccess
    private let pieces: any ImportPieces
    private let work: ImportWork
    private let sweep: ImportSweep
    private let jobs: JobStore
    private let frame: ServiceFrame

    /// Reads `MARU_PROFILE_IMPORT_BYTES`: bytes of one uploaded file, 1,024 to 1,099,511,627,776; default 4 GiB. And
    /// `MARU_PROFILE_IMPORT_TOTAL_BYTES`: of all files that are kept, 1,024 to 109,951,162,777,600; default five of the largest.
    /// - Throws: ``SettingsError/invalid(key:expected:)``.
    init(frame: ServiceFrame, writer: IngestWriter, rulebook: IdentityRulebook, tracking: TrackingPlanCache) throws {
        self.frame = frame
        let database = frame.database
        access = FieldAccess(database: database)
        // A queue of its own: an import may run for hours, and an erasure does not wait for it.
        jobs = JobStore(database: database, clock: frame.clock, ids: frame.ids)
        let pieces = Self.pieces(frame)
        self.pieces = pieces
        let bytesMax = try Self.bytes("maru.profile.import.bytes", max: 1_099_511_627_776, frame.settings) ?? ImportLimits.fileBytesDefault
        let totalMax = try Self.bytes("maru.profile.import.total.bytes", max: 109_951_162_777_600, frame.settings)
        mappings = ImportMappingStore(database: database, audit: frame.audit, clock: frame.clock)
        files = ImportFileStore(
            database: database, pieces: pieces, audit: frame.audit, clock: frame.clock, ids: frame.ids,
            bytesMax: bytesMax, totalBytesMax: totalMax ?? ImportLimits.filesInTotal * bytesMax)
        store = ImportStore(database: database, jobs: jobs)
        desk = ImportDesk(database: database, jobs: jobs, audit: frame.audit, clock: frame.clock, ids: frame.ids)
        work = ImportWork(
            database: database, pieces: pieces, writer: writer, rulebook: rulebook, tracking: tracking, clock: frame.clock,
            ids: frame.ids)
        sweep = ImportSweep(database: database, files: files, clock: frame.clock)
    }

    func addRoutes(to router: Router<ServiceContext>, console: Console) {
        ImportMappingRoutes(mappings: mappings).add(to: router)
        ImportFileRoutes(files: files).add(to: router)
        let download = ImportRejectDownload(store: store, audit: frame.audit, access: access)
        ImportRoutes(desk: desk, store: store, access: access, download: download).add(to: router)
        ImportPages(console: console, chapter: self).add(to: router)
        ImportMappingPages(console: console, mappings: mappings).add(to: router)
    }

    var background: [any Service] {
        let (sweep, work) = (sweep, work)
        return [
            Retention("imports", of: frame) { try await sweep.step() },
            ImportTidier(files: files, logger: frame.logger),
            ImportRunner(
                pieces: pieces,
                jobs: JobRunner(
                    store: jobs, handlers: [ImportWork.kind: { try await work.run($0) }], holder: frame.instance, logger: frame.logger),
                logger: frame.logger),
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

    /// - Returns: nil when nothing is set.
    private static func bytes(_ key: String, max: Int64, _ settings: ServiceSettings) throws -> Int64? {
        guard let text = settings.config.string(forKey: ConfigKey(key)), !text.isEmpty else { return nil }
        guard let bytes = Int64(text), (1_024...max).contains(bytes) else {
            throw SettingsError.invalid(key: key, expected: "a whole number from 1024 to \(max)")
        }
        return bytes
    }
}
