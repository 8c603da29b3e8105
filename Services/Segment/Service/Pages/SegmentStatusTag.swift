import ConsoleKit
import SegmentDomain

/// A segment's status as a tag.
enum SegmentStatusTag {
    static func markup(_ status: Segment.Status, _ screen: ConsoleScreen) -> Markup {
        switch status {
        case .draft: .tag(screen("segment.status.draft"), .plain)
        case .active: .tag(screen("segment.status.active"), .good)
        case .archived: .tag(screen("segment.status.archived"), .warn)
        }
    }
}
