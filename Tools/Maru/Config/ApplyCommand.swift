import ArgumentParser
import ConfigKit

/// `maru apply`: files become configuration.
struct ApplyCommand: AsyncParsableCommand {
    /// What a dry run ends with when something would change.
    static let wouldChange: Int32 = 2

    static let configuration = CommandConfiguration(
        commandName: "apply", abstract: "Make the configuration what files say.",
        discussion: """
            Every file is read and checked first; if one is wrong, nothing is changed. What is already as the file says is left
            alone, so the command can be repeated. Each change is made to the version that was compared: if somebody else was
            there meanwhile, it stops. The audit log of each service holds the key and the digest of the file.

            Ends with 0; with 1 when something is wrong; a dry run with \(wouldChange) when something would change. The key needs
            profile:write and privacy:manage, admin for identity namespaces and junk, and segment:write, reporting:write where
            there are such files.
            """)

    @Argument(help: "The folder.")
    var folder: String

    @OptionGroup var options: ConfigOptions

    @Flag(help: "Show what would change, change nothing.")
    var dryRun = false

    @Flag(help: "Take away what has no file: everything of all kinds, or of those given by --kind.")
    var prune = false

    func run() async throws {
        try await explaining {
            let server = try options.server()
            let files = try ConfigFolder(path: folder).read()
            let planner = ConfigPlanner(kinds: .standard, server: server)
            let plan = try await planner.plan(files, of: try options.kinds(), isPruning: prune)
            Terminal.say(plan.text)
            if dryRun {
                if !plan.isEmpty { throw ExitCode(Self.wouldChange) }
                return
            }
            try await ConfigApplier(server: server).apply(plan) { change in Terminal.say("done    \(change.title)") }
        }
    }
}
