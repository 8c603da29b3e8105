package import CommonModels
import ProfileDomain
import StorageKit

/// Where a list of profiles goes on.
package enum ProfileCursor: Hashable, Sendable {
    /// After this one of those last seen on a UTC day, counted from 1970.
    case seen(day: Int64, ProfileID)
    /// After this identity of those that begin with a text.
    case found(namespace: String, value: String)

    /// - Parameter isSearch: whether profiles are searched or listed; each goes on in its own way.
    /// - Returns: nil when `text` is not what such a list gave as next.
    package init?(encoded text: String, isSearch: Bool) {
        guard let values = Keyset(encoded: text, count: 2)?.values else { return nil }
        switch (values[0], values[1]) {
        case (.text(let namespace), .text(let value)) where isSearch && IdentityNamespace(key: namespace) != nil:
            self = .found(namespace: namespace, value: value)
        case (.integer(let day), .text(let id)) where !isSearch:
            guard let id = ProfileID(id) else { return nil }
            self = .seen(day: day, id)
        case _: return nil
        }
    }

    package var encoded: String {
        switch self {
        case .seen(let day, let id): Keyset([day, id]).encoded
        case .found(let namespace, let value): Keyset([namespace, value]).encoded
        }
    }
}
