import CommonModels
import HTTPTypes
import ProfileDomain
import ServiceKit

/// What a sender of signals hears: 200 once everything acceptable is durable; what was refused is named.
enum SignalAnswer {
    /// - Throws: a 422 ``Problem`` when nothing in the request could be taken.
    static func response(_ outcome: SignalOutcome, isBatch: Bool) throws -> JSONResponse {
        let faults = outcome.refused.map { refused in
            Problem.Fault(
                refused.reason.detail, pointer: isBatch ? "/batch/\(refused.index)\(refused.reason.pointer)" : refused.reason.pointer)
        }
        if outcome.accepted + outcome.duplicates == 0, let first = outcome.refused.first {
            var problem = Problem.validation(faults)
            problem.type = "signal-not-acceptable"
            problem.title = "No signal could be taken"
            problem.detail = first.reason.detail
            problem.extensions["code"] = .string(first.reason.code)
            throw problem
        }
        return JSONResponse(json: [
            "success": true, "accepted": .integer(Int64(outcome.accepted)), "duplicates": .integer(Int64(outcome.duplicates)),
            "rejected": .array(
                zip(outcome.refused, faults).map { refused, fault in
                    ["code": .string(refused.reason.code), "detail": .string(fault.detail), "pointer": .string(fault.pointer)]
                }),
        ])
    }
}
