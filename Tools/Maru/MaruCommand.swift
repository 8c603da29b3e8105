import ArgumentParser

/// The `maru` command.
@main
struct MaruCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "maru", abstract: "Runs and manages a Maru installation.",
        subcommands: [
            UpCommand.self, DemoCommand.self, ImportCommand.self, MatchCommand.self, ExportCommand.self, ApplyCommand.self,
            KeysCommand.self, UsersCommand.self,
        ])
}
