import Foundation

/// One line that tells how far the loading is; in a log file, a line every ten percent.
actor DemoProgress {
    private let total: Int
    private let isTerminal = isatty(STDERR_FILENO) == 1
    private let start = ContinuousClock.now
    private var done = 0
    private var shown = ContinuousClock.now
    private var lastTenth = 0

    init(total: Int) { self.total = total }

    func add(_ count: Int) {
        done += count
        let now = ContinuousClock.now
        let tenth = done * 10 / max(1, total)
        guard isTerminal ? now - shown > .milliseconds(250) || done == total : tenth > lastTenth else { return }
        (shown, lastTenth) = (now, tenth)
        let seconds = max(0.001, Double((now - start).components.seconds) + Double((now - start).components.attoseconds) / 1e18)
        let rate = Double(done) / seconds
        let left = Double(total - done) / max(1, rate)
        let filled = done * 30 / max(1, total)
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: 30 - filled)
        let line = "  \(bar) \(done * 100 / max(1, total)) %  \(done) events  \(Int(rate))/s  \(Int(left)) s left   "
        let isWhole = !isTerminal || done == total
        FileHandle.standardError.write(Data(((isTerminal ? "\r" : "") + line + (isWhole ? "\n" : "")).utf8))
    }
}
