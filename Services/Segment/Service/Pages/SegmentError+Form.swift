import CommonModels
import ConsoleKit
import SegmentDomain
import ServiceKit

extension SegmentError {
    /// What a form says of it, at the field it belongs to, in the reader's language.
    func formErrors(_ screen: ConsoleScreen) -> FormErrors {
        switch self {
        case .keyTaken: FormErrors(["key": screen("segment.form.keyTaken")])
        case .unknownSegments(let ids): FormErrors(["rule": screen("segment.form.unknownSegments", ["ids": Self.list(ids)])])
        case .inactiveSegments(let ids): FormErrors(["rule": screen("segment.form.inactiveSegments", ["ids": Self.list(ids)])])
        case .cycle(let ids): FormErrors(["rule": screen("segment.form.cycle", ["ids": Self.list(ids)])])
        case .archived, .alreadyActive, .notFound, .inUse, .tooManyActive: FormErrors(["": problem.detail ?? ""])
        }
    }

    private static func list(_ ids: [SegmentID]) -> String { ids.map(\.rawValue).joined(separator: ", ") }
}
