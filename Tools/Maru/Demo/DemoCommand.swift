import ArgumentParser
import CommonModels
import DemoData
import Foundation
import UnixSignals

/// `maru demo`: six services on embedded storage, a synthetic retailer's five quarters, and the loop open to a visitor.
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo", abstract: "Start everything, load a synthetic retailer, show the loop.",
        discussion: """
            Every stage is checked against the generator's truths. Data go to --data, which is emptied first; a folder that holds
            anything but an earlier demo is refused. With --url nothing is started or emptied, and --data is the folder of the
            installation's access file.
            """)

    @Flag(help: "Check every stage, print the table, write .build/demo.json, stop. Exit status 0 only if all hold.")
    var exit = false

    @Option(help: "Origin of an empty installation that is already up, instead of starting one.")
    var url: String?

    @Option(help: "Port of the demo's mail server; with --url the installation's MARU_SMTP_URL names it. 0 takes any free one.")
    var smtpPort = 0

    @Option(help: "People to make.")
    var people = DemoYear.peopleDefault

    @Option(help: "Seed of the synthetic year.")
    var seed = DemoYear.seedDefault

    @Option(help: "Port of the first service; the others follow.")
    var basePort = ServiceName.profile.defaultPort

    @Option(help: "Folder for the demo's data.")
    var data = ".build/demo-data"

    @Option(help: "Where the checks are written.")
    var output = ".build/demo.json"

    func validate() throws {
        guard (100...1_000_000).contains(people) else { throw ValidationError("--people must be 100 to 1000000.") }
    }

    func run() async throws {
        let clock = ContinuousClock.now
        let lock = url == nil ? try DemoFolder(path: data).prepare() : nil
        if url == nil { try await Addresses(basePort: basePort).waitUntilFree() }
        try FileManager.default.createDirectory(atPath: data, withIntermediateDirectories: true)
        let keys = try DemoKeys.make(dataFolder: data)
        let mailbox = DemoMailbox()
        let smtp = try await mailbox.start(host: url == nil ? "127.0.0.1" : "0.0.0.0", port: smtpPort)
        let api = DemoAPI(urls: urls, serverKey: keys.server)
        say("마루 · Maru demo: \(people) people, five quarters, seed \(seed)")
        // From here `maru up`, which this process starts, holds it.
        lock?.release()
        let stack = try await start(smtp: smtp, keys: keys, api: api)
        defer { stack?.stop() }
        say("Six services are ready.")
        let checks = try await load(api, keys, mailbox)
        print(DemoCheck.table(checks))
        fflush(nil)
        try JSONEncoder().encode(checks).write(to: URL(filePath: output))
        let seconds = (ContinuousClock.now - clock).components.seconds
        say("\(checks.count(where: \.ok)) of \(checks.count) stages hold, \(seconds) s, \(mailbox.count) mails.")
        if !exit || stack == nil { open(keys) }
        if exit {
            stack?.stop()
            throw ExitCode(checks.allSatisfy(\.ok) ? 0 : 1)
        }
        print("  Stop with Ctrl-C.")
        // Also when standard output is a file or a pipe.
        fflush(nil)
        await waitForInterrupt()
    }

    /// - Returns: nil if the installation at --url is used; it is checked, and keeps the demo's keys only if it is fit.
    private func start(smtp: Int, keys: DemoKeys, api: DemoAPI) async throws -> DemoStack? {
        guard let installation else {
            return try await DemoStack.start(basePort: basePort, dataFolder: data, environment: Self.environment(smtp: smtp), api: api)
        }
        do {
            try await installation.check(api)
        } catch {
            try keys.withdraw()
            throw error
        }
        return nil
    }

    private func load(_ api: DemoAPI, _ keys: DemoKeys, _ mailbox: DemoMailbox) async throws -> [DemoCheck] {
        let year = DemoYear(seed: seed, people: people, now: WallClock.system.now())
        try JSONEncoder().encode(year.truths).write(to: URL(filePath: data + "/truths.json"))
        let setup = DemoSetup(api: api, calendar: year.calendar)
        var made = try await setup.prepare()
        try await DemoBudget(api: api, calendar: year.calendar).prepare()
        try await DemoLoader(api: api, keys: keys.sources).load(year, progress: DemoProgress(total: year.events.count))
        say("Loaded. Waiting until every service has read its feeds …")
        try await drain(api)
        made.journey = try await setup.publishJourney(made)
        let checks = await DemoChecks(api: api, truths: year.truths, made: made).run()
        let loop = DemoLoop(api: api, webKey: keys.sources[.web] ?? "", mailbox: mailbox, made: made, run: UUID())
        return checks + (await loop.walk())
    }

    /// All of what was loaded is in the report and in the segments.
    private func drain(_ api: DemoAPI) async throws {
        for service in [ServiceName.segment, .decision, .journey, .reporting] {
            _ = try await DemoWait.until("\(service.rawValue) reading its feeds", within: .seconds(600)) {
                await api.isReady(service) ? true : nil
            }
        }
        _ = try await DemoWait.until("the report", within: .seconds(600)) {
            try await api.get(.reporting, "/v1/status")["isDrained"]?.boolValue == true ? true : nil
        }
    }

    private func open(_ keys: DemoKeys) {
        print(
            """

              Console        \(address(of: .reporting))/ui/reporting
              Customers      \(address(of: .profile))/ui/profile
              Sign in        \(DemoKeys.login)   \(keys.password)
              Write key      \(keys.sources[.web] ?? "")
              Server key     \(keys.server)

              Try: curl -u '\(keys.sources[.web] ?? ""):' \(address(of: .profile))/v1/track \\
                     -d '{"event":"Product Viewed","userId":"M100001","properties":{"product_id":"P120"}}'
            """)
    }

    private func waitForInterrupt() async {
        let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
        for await _ in signals { return }
    }

    private func say(_ text: String) { FileHandle.standardError.write(Data((text + "\n").utf8)) }

    private var installation: DemoInstallation? { url.map(DemoInstallation.init) }

    private var urls: [ServiceName: String] {
        if let installation { return installation.urls }
        let addresses = Addresses(basePort: basePort)
        return Dictionary(uniqueKeysWithValues: ServiceName.allCases.map { ($0, addresses.url(of: $0)) })
    }

    /// Where a browser finds a service's pages and public API.
    private func address(of service: ServiceName) -> String {
        guard let url else { return urls[service] ?? "" }
        return ProcessInfo.processInfo.environment["MARU_PUBLIC_URL"] ?? url
    }

    private static func environment(smtp: Int) -> [String: String] {
        [
            "MARU_SMTP_URL": "smtp://127.0.0.1:\(smtp)", "MARU_SMTP_FROM": "hello@maru.example", "MARU_SMTP_FROM_NAME": "Maru",
            "MARU_HOLDOUT_SHARE": "\(DemoYear.holdoutShare)", "MARU_REPORTING_TIME_ZONE": "UTC",
        ]
    }
}
