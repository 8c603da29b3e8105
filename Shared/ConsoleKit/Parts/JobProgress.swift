package import CommonModels
package import ServiceKit

/// Long work: how far, how fast, how long still, and a way to stop it.
package struct JobProgress: Sendable {
    package let title: String
    package let state: Job.State
    package let done: Int64
    /// Nil when nobody knows how much there is.
    package let total: Int64?
    package let startedAt: Instant?
    /// Why it failed, in words.
    package let reason: String?
    /// Where a post cancels it.
    package let cancelAddress: String?

    package init(
        title: String, state: Job.State, done: Int64, total: Int64?, startedAt: Instant?, reason: String? = nil,
        cancelAddress: String? = nil
    ) {
        self.title = title
        self.state = state
        self.done = done
        self.total = total
        self.startedAt = startedAt
        self.reason = reason
        self.cancelAddress = cancelAddress
    }

    package init(title: String, job: Job, cancelAddress: String? = nil) {
        self.init(
            title: title, state: job.state, done: job.done, total: job.total, startedAt: job.createdAt, reason: job.error,
            cancelAddress: job.mustFinish ? nil : cancelAddress)
    }

    /// Whether the page should be drawn again soon; see ``ConsolePage/refreshSeconds``.
    package var isRunning: Bool { !state.isFinished }

    private var tone: Tone {
        switch state {
        case .queued: .plain
        case .running: .info
        case .succeeded: .good
        case .failed: .bad
        case .cancelled: .warn
        }
    }

    func markup(_ format: ConsoleFormat, cancel: Markup) -> Markup {
        let words = format.words
        let counts =
            total.map { words("console.job.counts", ["done": format.number(done), "total": format.number($0)]) }
            ?? words("console.job.countsOpen", ["done": format.number(done)])
        let fraction = total.map { $0 > 0 ? Double(done) / Double($0) : 1 } ?? (state == .succeeded ? 1 : 0)
        let speeds = state == .running ? pace(format) : []
        let reasonText: Markup = reason.map { .notice($0, .bad) } ?? .empty
        return """
            <div class="progress"><div class="row"><strong>\(title)</strong>\(Markup.tag(words("console.job.\(state.rawValue)"), tone))\
            <span class="push">\(isRunning ? cancel : .empty)</span></div>\
            \(Markup.bar(fraction, tone: tone == .plain ? .accent : tone, label: "\(title): \(counts)"))\
            <div class="row"><span>\(counts)</span>\(speeds.map { "<span>\($0)</span>" as Markup })</div>\(reasonText)</div>
            """
    }

    private func pace(_ format: ConsoleFormat) -> [String] {
        guard let startedAt, done > 0 else { return [] }
        let seconds = Double((format.now - startedAt).microseconds) / 1e6
        guard seconds > 0.5 else { return [] }
        let perSecond = Double(done) / seconds
        var texts = [format.words("console.job.speed", ["n": format.number(perSecond)])]
        if let total, total > done, perSecond > 0 {
            let left = Duration.seconds(Int64((Double(total - done) / perSecond).rounded(.up)))
            texts.append(format.words("console.job.remaining", ["duration": format.duration(left)]))
        }
        return texts
    }
}
