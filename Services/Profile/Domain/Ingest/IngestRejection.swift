/// Why an event was not taken. Kept with the event, so that a person can read, mend and send it again.
package enum IngestRejection: Error, Hashable, Sendable {
    case notAnObject
    case tooLarge(bytes: Int, max: Int)
    case missing(field: String)
    case wrongType(field: String, expected: String)
    case tooLong(field: String, max: Int)
    case unknownType(String)
    case unreadableTime(field: String)
    case inTheFuture
    case tooAncient
    case invalidConsent(field: String)
    /// U+0000, which no database of ours holds as text; what the event would turn into later could not be stored.
    case holdsNUL
    /// A number that no Double can hold, such as 1e400: no rule, sum or store could read it.
    case hugeNumber
    /// It names somebody who was erased; nothing of it is kept.
    case erasedIdentity(events: Int)
    /// It does not fit an entry of the tracking plan that blocks.
    case planViolated(PlanJudgement.Fault)
    /// More events of the source went into quarantine that day than may wait there.
    case quarantineFull(max: Int)

    /// Stable, for metrics and filters.
    package var code: String {
        switch self {
        case .notAnObject: "not-an-object"
        case .tooLarge: "too-large"
        case .missing: "missing-field"
        case .wrongType: "wrong-type"
        case .tooLong: "too-long"
        case .unknownType: "unknown-type"
        case .unreadableTime: "unreadable-time"
        case .inTheFuture: "in-the-future"
        case .tooAncient: "too-ancient"
        case .invalidConsent: "invalid-consent"
        case .holdsNUL: "nul-character"
        case .hugeNumber: "number-out-of-range"
        case .erasedIdentity: "erased-identity"
        case .planViolated(let fault): fault.rule == PlanJudgement.unplannedRule ? "unplanned-event" : "plan-violation"
        case .quarantineFull: "quarantine-full"
        }
    }

    /// What to change, in words.
    package var detail: String {
        switch self {
        case .notAnObject: "An event must be a JSON object."
        case .tooLarge(let bytes, let max): "The event has \(bytes) bytes; at most \(max) are taken."
        case .missing(let field): "\(field) is required."
        case .wrongType(let field, let expected): "\(field) must be \(expected)."
        case .tooLong(let field, let max): "\(field) may have at most \(max) characters."
        case .unknownType(let type): "\"\(type.prefix(40))\" is no call; use identify, track, page, screen, group or alias."
        case .unreadableTime(let field): "\(field) must be an RFC 3339 instant such as 2026-11-22T09:30:00Z."
        case .inTheFuture: "The event lies more than a day ahead of the server's clock."
        case .tooAncient: "The event lies before 1990; check the sender's clock."
        case .invalidConsent(let field): "A \"Consent Updated\" event needs a valid \(field)."
        case .holdsNUL: "The event must not hold the character U+0000."
        case .hugeNumber: "The event holds a number beyond 1.7e308; send it as a text."
        case .erasedIdentity(let events): "Events that name somebody who was erased: \(events). Nothing of them is kept."
        case .planViolated(let fault):
            fault.rule == PlanJudgement.unplannedRule
                ? "The tracking plan does not name this event."
                : "It does not fit \(fault.rule) of the tracking plan: \(fault.fault.detail)."
        case .quarantineFull(let max): "More than \(max) events of this source do not fit the tracking plan today."
        }
    }

    /// The member at fault as a JSON pointer below the event.
    package var pointer: String {
        switch self {
        case .missing(let field): "/" + field.prefix(while: { $0 != " " })
        case .wrongType(let field, _), .tooLong(let field, _), .unreadableTime(let field): "/" + field
        case .unknownType: "/type"
        case .inTheFuture, .tooAncient: "/timestamp"
        case .invalidConsent(let field): "/properties/" + field
        case .planViolated(let fault): fault.fault.pointer
        case .notAnObject, .tooLarge, .holdsNUL, .hugeNumber, .erasedIdentity, .quarantineFull: ""
        }
    }
}
