import CommonModels
import StorageKit

/// Somebody a decision is for whom no feed has told of yet: known only by what the caller named.
///
/// Arms given to them are kept under that name until a feed says whose it is, so that what they were shown first stays
/// theirs when more becomes known: held out once, held out for good.
struct Newcomer: Hashable, Sendable {
    /// Stands for a namespace where the caller named a profile.
    static let profileNamespace = "profileId"

    let namespace: String
    let value: String

    /// - Parameter person: who was found under the name.
    /// - Returns: nil for somebody a feed has told of.
    init?(_ who: DecideRequest.Who, found person: Person?) {
        if let person {
            if person.isKnown { return nil }
            self.init(namespace: Self.profileNamespace, value: person.id.rawValue)
            return
        }
        switch who {
        case .profile(let id): self.init(namespace: Self.profileNamespace, value: id.rawValue)
        case .identity(let namespace, let value): self.init(namespace: namespace, value: value)
        }
    }

    init(namespace: String, value: String) {
        self.namespace = namespace
        self.value = value
    }
}
