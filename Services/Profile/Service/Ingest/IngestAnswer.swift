import CommonModels
import HTTPTypes
import ProfileDomain
import ServiceKit

/// What a sender hears: 200 once everything acceptable is durable. Items that were refused are named, and kept.
enum IngestAnswer {
    private static let accepted = JSONResponse(json: ["success": true])

    /// - Throws: a 400 ``Problem`` when nothing in the request could be taken.
    static func response(_ submission: IngestSubmission, _ outcome: IngestOutcome, isBatch: Bool) throws -> JSONResponse {
        if submission.rejected.isEmpty, outcome.erased == 0, outcome.quarantined == 0, outcome.refused.isEmpty { return accepted }
        let refused = (submission.rejected.map { ($0.index, $0.reason) } + outcome.refused.map { ($0.index, $0.reason) })
            .sorted { $0.0 < $1.0 }
        var codes = refused.map(\.1.code)
        var faults = refused.map { index, reason in
            Problem.Fault(reason.detail, pointer: isBatch ? "/batch/\(index)\(reason.pointer)" : reason.pointer)
        }
        if outcome.erased > 0 {
            let reason = IngestRejection.erasedIdentity(events: outcome.erased)
            codes.append(reason.code)
            faults.append(Problem.Fault(reason.detail, pointer: isBatch ? "/batch" : reason.pointer))
        }
        guard submission.events.count > outcome.erased + outcome.refused.count else {
            throw Problem(
                type: "event-not-acceptable", status: .badRequest, title: "No event could be taken",
                detail: faults.first?.detail, errors: faults)
        }
        return JSONResponse(json: [
            "success": true, "accepted": .integer(Int64(outcome.accepted)), "duplicates": .integer(Int64(outcome.duplicates)),
            "quarantined": .integer(Int64(outcome.quarantined)),
            "rejected": .array(
                zip(codes, faults).map { code, fault in
                    ["code": .string(code), "detail": .string(fault.detail), "pointer": .string(fault.pointer)]
                }),
        ])
    }
}
