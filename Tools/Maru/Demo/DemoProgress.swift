import Foundation

/// One line that tells how far the loading is.
actor DemoProgress {
    private let total: Int
    private let start = ContinuousClock.now
    private var done = 0
    private var shown = ContinuousClock.now

    init(total: Int) { self.total = total }

    func add(_ count: Int) {
        done += count
        let now = ContinuousClock.now
        guard now - shown > .milliseconds(250) || done == total else { return }
        shown = now
        let seconds = max(0.001, Double((now - start).components.seconds) + Double((now - start).components.attoseconds) / 1e18)
        let rate = Double(done) / seconds
        let left = Double(total - done) / max(1, rate)
        let filled = done * 30 / max(1, total)
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: 30 - filled)
        let line = "\r  \(bar) \(done * 100 / max(1, total)) %  \(done) events  \(Int(rate))/s  \(Int(left)) s left   "
        FileHandle.standardError.write(Data(line.utf8))
        if done == total { FileHandle.standardError.write(Data("\n".utf8)) }
    }
}
