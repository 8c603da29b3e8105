import ArgumentParser
import CommonModels
import Foundation
import ServiceKit

/// Which installation a command is about.
struct InstallationOptions: ParsableArguments {
    @Option(help: "The data folder. Default: $MARU_DATA, else ./data.")
    var data: String?

    @Option(help: "The access file. Default: $MARU_ACCESS, else access.yml in the data folder.")
    var access: String?

    /// As an absolute path, so that child processes mean the same.
    var dataFolder: String {
        let path = data ?? Self.environment("MARU_DATA") ?? "./data"
        return URL(fileURLWithPath: path).standardizedFileURL.path
    }

    var accessFile: AccessFileStore {
        AccessFileStore(path: access ?? Self.environment("MARU_ACCESS") ?? dataFolder + "/access.yml")
    }

    private static func environment(_ name: String) -> String? {
        ProcessInfo.processInfo.environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }
}
