/// What a journey is doing as a whole.
package enum JourneyStatus: String, Hashable, Sendable, CaseIterable {
    /// Never published.
    case draft
    case live
    /// Nobody enters, nobody moves and nothing is sent until it is resumed.
    case paused
    /// Ended for good; everybody who was inside has left.
    case archived
}
