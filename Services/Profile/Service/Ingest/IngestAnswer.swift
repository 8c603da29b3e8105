import CommonModels
import HTTPTypes
import ProfileDomain
import ServiceKit

/// What a sender hears: 200 once everything acceptable is durable. Items that were refused are named, and kept.
enum IngestAnswer {
    private static let accepted = JSONResponse(json: ["success": true])

    /// - Throws: a 400 ``Problem`` when nothing in the request could be taken.
    static func response(_ submission: IngestSubmission, _ outcome: IngestOutcome, isBatch: Bool) throws -> JSONResponse {
        if submission.rejected.isEmpty, outcome.erased == 0 { return accepted }
        var codes = submission.rejected.map(\.reason.code)
        var faults = submission.rejected.map {
            Problem.Fault($0.reason.detail, pointer: isBatch ? "/batch/\($0.index)\($0.reason.pointer)" : $0.reason.pointer)
        }
        if outcome.erased > 0 {
            let reason = IngestRejection.erasedIdentity(events: outcome.erased)
            codes.append(reason.code)
            faults.append(Problem.Fault(reason.detail, pointer: isBatch ? "/batch" : reason.pointer))
        }
        guard submission.events.count > outcome.erased else {
            throw Problem(
                type: "event-not-acceptable", status: .badRequest, title: "No event could be taken",
                detail: faults.first?.detail, errors: faults)
        }
        return JSONResponse(json: [
            "success": true, "accepted": .integer(Int64(outcome.accepted)), "duplicates": .integer(Int64(outcome.duplicates)),
            "rejected": .array(
                zip(codes, faults).map { code, fault in
                    ["code": .string(code), "detail": .string(fault.detail), "pointer": .string(fault.pointer)]
                }),
        ])
    }
}
