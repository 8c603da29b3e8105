/// Why feedback was not taken.
package enum FeedbackError: Error, Hashable {
    case unknownDecision
    case unknownOffer
}
