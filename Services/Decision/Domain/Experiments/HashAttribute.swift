/// Which stable name of a person decides their arm.
package enum HashAttribute: String, CaseIterable, Sendable {
    /// The user id; people without one are bucketed by profile id.
    case userId
    case profileId
}
