import ArgumentParser
import CommonModels
import ServiceKit

/// `maru users`: the people who sign in with a local account.
struct UsersCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "users", abstract: "Adds, lists and removes people.",
        subcommands: [Add.self, List.self, Remove.self, Password.self], defaultSubcommand: List.self)

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Adds a person; the password is asked for, or read from standard input.")
        @OptionGroup var installation: InstallationOptions
        @Argument(help: "What the person signs in with, e.g. an e-mail address.") var login: String
        @Option(help: "The person's name. Default: the login.") var name: String?
        @Option(help: "A role; may be given several times.") var role: [Role]

        func run() async throws {
            let password = try NewPassword.read()
            let now = WallClock.system.now()
            try installation.accessFile.update { file in
                try file.addUser(
                    login: login, displayName: name ?? login, roles: role, password: password, id: IDGenerator.system().next(), at: now)
            }
            Terminal.say("Added.")
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Lists the people.")
        @OptionGroup var installation: InstallationOptions

        func run() async throws {
            let rows = try installation.accessFile.load().users.map { user in
                [user.id.rawValue, user.login, user.displayName, user.roles.map(\.rawValue).joined(separator: " ")]
            }
            Terminal.say(Terminal.table([["ID", "LOGIN", "NAME", "ROLES"]] + rows))
        }
    }

    struct Remove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Removes a person and ends their sessions.")
        @OptionGroup var installation: InstallationOptions
        @Argument(help: "What the person signs in with.") var login: String

        func run() async throws {
            try installation.accessFile.update { try $0.removeUser(login) }
            Terminal.say("Removed.")
        }
    }

    struct Password: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Sets a new password and ends the person's sessions.")
        @OptionGroup var installation: InstallationOptions
        @Argument(help: "What the person signs in with.") var login: String

        func run() async throws {
            let password = try NewPassword.read()
            try installation.accessFile.update { try $0.setPassword(password, of: login) }
            Terminal.say("Set.")
        }
    }
}

extension Role: ExpressibleByArgument {}
