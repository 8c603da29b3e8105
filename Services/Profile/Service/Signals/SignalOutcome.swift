/// What became of a request, once committed.
struct SignalOutcome: Sendable {
    var accepted = 0
    /// Known by their `messageId`.
    var duplicates = 0
    var refused: [SignalSubmission.Refused] = []
}
