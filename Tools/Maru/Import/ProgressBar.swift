import Foundation
import ImportKit

/// One line on the terminal that says how far an import is; in a log file, a line every ten percent.
final class ProgressBar {
    private static let width = 28
    private let isShown: Bool
    private let isTerminal = isatty(STDERR_FILENO) == 1
    private let clock = ContinuousClock()
    private let start: ContinuousClock.Instant
    private var lastDrawn: ContinuousClock.Instant?
    private var lastTenth = -1
    private var firstRows: Int?

    init(isShown: Bool) {
        self.isShown = isShown
        start = clock.now
    }

    func show(_ progress: ImportProgress) {
        guard isShown else { return }
        let firstRows = self.firstRows ?? progress.rowsRead
        self.firstRows = firstRows
        let isDone = progress.share >= 1
        if isTerminal {
            if let lastDrawn, clock.now - lastDrawn < .milliseconds(100), !isDone { return }
            lastDrawn = clock.now
            write("\r" + line(progress, firstRows) + "\u{1B}[K")
        } else {
            let tenth = Int(progress.share * 10)
            guard tenth > lastTenth else { return }
            lastTenth = tenth
            write(line(progress, firstRows) + "\n")
        }
    }

    func end() { if isShown, isTerminal, lastDrawn != nil { write("\n") } }

    private func line(_ progress: ImportProgress, _ firstRows: Int) -> String {
        let seconds = max(0.001, (clock.now - start) / .seconds(1))
        let filled = Int(progress.share * Double(Self.width))
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: Self.width - filled)
        let rate = Int(Double(progress.rowsRead - firstRows) / seconds)
        let remaining = progress.share > 0.01 ? seconds / progress.share * (1 - progress.share) : 0
        return "\(bar) \(Int(progress.share * 100)) %  \(progress.rowsRead) rows  \(progress.eventsAcknowledged) events  \(rate) rows/s"
            + "  \(progress.rowsRejected) rejected  \(Self.time(remaining)) left"
    }

    private static func time(_ seconds: Double) -> String {
        let whole = Int(seconds.rounded(.up))
        return "\(whole / 60):" + (whole % 60 < 10 ? "0" : "") + "\(whole % 60)"
    }

    private func write(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}
