package import Logging
package import ServiceKit
import Synchronization

/// Keeps the JSON lines a service logged.
package final class LogCapture: Sendable {
    private let text = Mutex("")

    package init() {}

    package var logged: String { text.withLock { $0 } }

    package var output: LogOutput {
        LogOutput { bytes in self.text.withLock { $0 += String(decoding: bytes, as: UTF8.self) } }
    }

    /// A logger that writes here, at trace level.
    package func logger(service: String = "test") -> Logger {
        Logger(label: "test") { JSONLogHandler(label: $0, service: service, level: .trace, output: self.output) }
    }
}
