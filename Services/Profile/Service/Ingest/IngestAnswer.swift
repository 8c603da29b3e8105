import CommonModels
import HTTPTypes
import ProfileDomain
import ServiceKit

/// What a sender hears: 200 once everything acceptable is durable. Items that were refused are named, and kept.
enum IngestAnswer {
    private static let accepted = JSONResponse(json: ["success": true])

    /// - Throws: a 400 ``Problem`` when nothing in the request could be taken.
    static func response(_ submission: IngestSubmission, _ outcome: IngestOutcome, isBatch: Bool) throws -> JSONResponse {
        if submission.rejected.isEmpty { return accepted }
        let faults = submission.rejected.map {
            Problem.Fault($0.reason.detail, pointer: isBatch ? "/batch/\($0.index)\($0.reason.pointer)" : $0.reason.pointer)
        }
        guard !submission.events.isEmpty else {
            throw Problem(
                type: "event-not-acceptable", status: .badRequest, title: "No event could be taken",
                detail: faults.first?.detail, errors: faults)
        }
        return JSONResponse(json: [
            "success": true, "accepted": .integer(Int64(outcome.accepted)), "duplicates": .integer(Int64(outcome.duplicates)),
            "rejected": .array(
                zip(submission.rejected, faults).map { rejected, fault in
                    ["code": .string(rejected.reason.code), "detail": .string(fault.detail), "pointer": .string(fault.pointer)]
                }),
        ])
    }
}
