import Foundation
import TestFixtures

/// The browser of Debian's package `chromium`, headless.
enum Chromium {
    struct Failed: Error { let status: Int32 }

    static let isAvailable = FileManager.default.isExecutableFile(atPath: "/usr/bin/chromium")

    /// `timeout` ended the browser.
    private static let hung: Set<Int32> = [124, 137]

    /// Opens `url` with a profile of its own, lets `seconds` of the page's time pass, and answers with what it shows then.
    /// A browser that does not start, as happens on a crowded machine, is started once more.
    static func open(_ url: String, seconds: Int = 20) async throws -> String {
        do {
            return try await openOnce(url, seconds: seconds)
        } catch let failure as Failed where hung.contains(failure.status) {
            return try await openOnce(url, seconds: seconds)
        }
    }

    private static func openOnce(_ url: String, seconds: Int) async throws -> String {
        try await TestFolder.with { folder in
            let output = folder + "/dom.html"
            guard FileManager.default.createFile(atPath: output, contents: nil) else { throw Failed(status: -1) }
            let process = Process()
            // A browser that hangs fails the test and not the run.
            process.executableURL = URL(fileURLWithPath: "/usr/bin/timeout")
            process.arguments = [
                "--kill-after=5", "70", "/usr/bin/chromium", "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                "--user-data-dir=\(folder)/profile", "--timeout=60000", "--virtual-time-budget=\(seconds * 1_000)", "--dump-dom", url,
            ]
            process.standardOutput = FileHandle(forWritingAtPath: output)
            process.standardError = FileHandle.nullDevice
            let (ended, end) = AsyncStream.makeStream(of: Void.self)
            process.terminationHandler = { _ in end.finish() }
            try process.run()
            for await _ in ended {}
            guard process.terminationStatus == 0 else { throw Failed(status: process.terminationStatus) }
            return try String(contentsOfFile: output, encoding: .utf8)
        }
    }
}
