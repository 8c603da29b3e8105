import CommonModels
import SubjectKit

/// Where Segment holds something about people.
enum SegmentHoldings {
    static let all =
        [
            SubjectHolding(
                "segment_membership", .removed, columns: ["segment_id", .instant("entered_at"), "reason", "version"], order: "segment_id"),
            SubjectHolding("segment_timer", .removed, columns: ["segment_id", .instant("due")], order: "segment_id"),
        ] + SubjectHolding.projection + [.deadLetters]
}
