import CommonModels
import RuleKit
import SegmentDomain
package import ServiceKit

extension SegmentError: ProblemConvertible {
    package var problem: Problem {
        switch self {
        case .keyTaken: .conflict("Another segment has this key.", type: "segment-key-taken")
        case .archived: .conflict("The segment is archived.", type: "segment-archived")
        case .alreadyActive: .conflict("The segment is active already.", type: "segment-already-active")
        case .notFound: .notFound("segment")
        case .unknownSegments(let segments): SegmentError.rule("The rule names segments that do not exist", segments)
        case .inactiveSegments(let segments): SegmentError.rule("An active segment may only look at active segments", segments)
        case .cycle(let way): SegmentError.rule("The segment would depend on itself", way)
        case .inUse(let segments):
            .conflict("Rules of other segments name this one: \(SegmentError.list(segments)).", type: "segment-in-use")
        case .tooManyActive(let max): .conflict("At most \(max) segments may be active.", type: "segment-limit")
        }
    }

    private static func rule(_ words: String, _ segments: [SegmentID]) -> Problem {
        .validation([.init("\(words): \(list(segments))", pointer: "/rule")])
    }

    private static func list(_ segments: [SegmentID]) -> String { segments.map(\.rawValue).joined(separator: ", ") }
}
