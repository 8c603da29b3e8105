import CommonModels
import DecisionDomain
import OrderedCollections

/// A decision as its caller gets it.
struct Decision: Sendable {
    /// Nil for a dry run.
    let id: DecisionID?
    let index: PlacementIndex
    let verdict: Verdict
    let exposure: Assignment?
    let isHeldOut: Bool
    /// What became of each candidate, and on what: only when asked for.
    let explanation: JSONValue?

    var served: [Candidate] { index.served(verdict) }

    /// The answer, written by hand: there is one for every decision.
    var answer: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(512)
        bytes += Array("{".utf8)
        if let id { bytes += Array(#""decisionId":"\#(id.rawValue)","#.utf8) }
        bytes += Array(#""placement":"\#(index.placement.key)","reason":"\#(verdict.reason.rawValue)","holdout":\#(isHeldOut)"#.utf8)
        if let exposure { bytes += Array(#","experiment":{"key":"\#(exposure.experimentKey)","arm":"\#(exposure.armKey)"}"#.utf8) }
        let served = served
        if let first = served.first {
            bytes += Array(#","offer":"#.utf8)
            bytes += first.answer
        }
        bytes += Array(#","offers":["#.utf8)
        for (position, candidate) in served.enumerated() {
            if position > 0 { bytes.append(UInt8(ascii: ",")) }
            bytes += candidate.answer
        }
        bytes.append(UInt8(ascii: "]"))
        if let explanation {
            bytes += Array(#","candidates":"#.utf8)
            explanation.write(into: &bytes)
        }
        bytes.append(UInt8(ascii: "}"))
        return bytes
    }
}
