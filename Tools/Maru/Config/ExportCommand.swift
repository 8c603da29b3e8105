import ArgumentParser
import CommonModels
import ConfigKit
import Foundation

/// `maru export`: configuration becomes files.
struct ExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write configuration to files, one for each object.",
        discussion: """
            The same configuration always becomes the same bytes, so that a folder under version control shows what changed.
            Files of an earlier export whose object is gone are taken away. Keys, secrets and data about people are not
            configuration and are not written. The key needs profile:read, segment:read and reporting:read.
            """)

    @Argument(help: "The folder.")
    var folder: String

    @OptionGroup var options: ConfigOptions

    func run() async throws {
        try await explaining {
            let kinds = try options.kinds()
            let files = try await ConfigExporter(server: try options.server()).files(of: kinds)
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            let place = ConfigFolder(path: folder)
            let earlier = try place.read().filter { file in
                kinds.all.contains { kind in
                    kind.folder.map { file.path.hasPrefix("\(kind.service.rawValue)/\($0)/") } ?? (file.path == kind.path(of: ""))
                }
            }
            try place.write(files, replacing: earlier)
            let gone = earlier.count { file in !files.contains { $0.path == file.path } }
            Terminal.say("\(files.count) files in \(folder)\(gone > 0 ? ", \(gone) taken away" : "").")
        }
    }
}
