import CommonModels
import ConsoleKit
import ProfileDomain
import ServiceKit

/// How imports are spoken of.
struct ImportWords {
    let screen: ConsoleScreen

    init(_ screen: ConsoleScreen) { self.screen = screen }

    func state(_ record: ImportRecord) -> Markup {
        let tone: Tone =
            switch record.phase {
            case .queued: .plain
            case .running: .info
            case .paused, .cancelled: .warn
            case .succeeded: .good
            case .failed: .bad
            }
        return .tag(screen("imports.state.\(record.phase.rawValue)"), tone)
    }

    /// How much of the file was read, as a bar.
    func bar(_ record: ImportRecord) -> Markup {
        let fraction = share(record)
        let tone: Tone = record.phase == .failed ? .bad : record.phase == .succeeded ? .good : .accent
        return .bar(fraction, tone: tone, label: screen("imports.read", ["share": screen.format.percent(fraction, digits: 0)]))
    }

    func share(_ record: ImportRecord) -> Double {
        if record.phase == .succeeded { return 1 }
        return record.counts.bytesTotal > 0 ? Double(record.counts.bytesRead) / Double(record.counts.bytesTotal) : 0
    }

    func bytes(_ count: Int64) -> String {
        let units = [("GiB", 1_073_741_824.0), ("MiB", 1_048_576.0), ("KiB", 1_024.0)]
        for (unit, size) in units where Double(count) >= size { return screen.format.number(Double(count) / size, digits: 1) + " " + unit }
        return screen.format.number(count) + " B"
    }

    func mapping(_ record: ImportRecord) -> String { record.mapping ?? screen("imports.asIs") }

    /// Buttons of what may be said to it now.
    func orders(_ record: ImportRecord) -> Markup {
        guard screen.may(.profileWrite) else { return .empty }
        let address = ImportPages.address + "/" + record.id.rawValue + "/"
        return ImportOrder.allCases.filter(record.phase.allows).map { order in
            screen.form().button(screen("imports.order.\(order.rawValue)"), to: address + order.rawValue)
        }.joined()
    }
}
