import ArgumentParser
import CommonModels
import ServiceKit

/// `maru keys`: API keys. Services take a change within a second.
struct KeysCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys", abstract: "Makes, lists and revokes API keys.",
        subcommands: [Create.self, List.self, Revoke.self], defaultSubcommand: List.self)

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Makes a key and shows it, once.",
            discussion: "A write key may only send events and gives them its name as source. A server key may do what its scopes say.")

        @OptionGroup var installation: InstallationOptions
        @Option(help: "write or server.") var kind: AccessKey.Kind = .server
        @Option(help: "What it is for; of a write key also the source of its events.") var name: String
        @Option(help: "A scope of a server key; may be given several times.") var scope: [Scope] = []
        @Option(help: "Days until it expires. Default: never.") var expiresInDays: Int?
        @Flag(help: "Print nothing but the key.") var quiet = false

        func validate() throws {
            if kind == .server, scope.isEmpty {
                throw ValidationError("a server key needs --scope: \(Scope.allCases.map(\.rawValue).joined(separator: ", "))")
            }
            if let expiresInDays, expiresInDays < 1 { throw ValidationError("--expires-in-days must be at least 1") }
        }

        func run() async throws {
            let clock = WallClock.system
            let now = clock.now()
            let id: KeyID = IDGenerator.system().next()
            let secret = try installation.accessFile.update { file in
                try file.addKey(
                    kind, name: name, scopes: scope, expiresAt: expiresInDays.map { now + .days(Int64($0)) }, id: id, at: now)
            }
            Terminal.say(quiet ? secret.text : "\(id)  \(secret.text)\nKeep it now: only its hash is stored.")
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Lists the keys.")
        @OptionGroup var installation: InstallationOptions

        func run() async throws {
            let keys = try installation.accessFile.load().keys
            let rows = keys.map { key in
                [
                    key.id.rawValue, key.kind.rawValue, key.name, key.createdAt.rfc3339, key.expiresAt?.rfc3339 ?? "never",
                    key.scopes.map(\.rawValue).joined(separator: " "),
                ]
            }
            Terminal.say(Terminal.table([["ID", "KIND", "NAME", "CREATED", "EXPIRES", "SCOPES"]] + rows))
        }
    }

    struct Revoke: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Revokes a key.")
        @OptionGroup var installation: InstallationOptions
        @Argument(help: "The key's id, key_….") var id: String

        func run() async throws {
            guard let id = KeyID(id) else { throw ValidationError("\(id) is no key id") }
            try installation.accessFile.update { try $0.revokeKey(id) }
            Terminal.say("Revoked.")
        }
    }
}

extension AccessKey.Kind: ExpressibleByArgument {}
extension Scope: ExpressibleByArgument {}
