/// What a bulk insert does with a row whose key is already there.
package enum ConflictRule: Sendable, Hashable {
    /// Throws ``StorageError/constraint(_:_:)``; nothing of the transaction stays.
    case fail
    /// Leaves the stored row as it is.
    case ignore
    /// `ON CONFLICT (key) DO UPDATE` of the columns in `update`; of two rows with one key in a call the later wins.
    case replace(key: [String], update: [String])
    /// `ON CONFLICT (key) DO UPDATE SET` of assignments that name the stored row by its table and the new one `excluded`.
    case merge(key: [String], set: [String])

    /// Of rules that may change a stored row, what tells it.
    var key: [String]? {
        switch self {
        case .fail, .ignore: nil
        case .replace(let key, _), .merge(let key, _): key
        }
    }

    /// The end of an INSERT.
    var clause: String {
        switch self {
        case .fail: ""
        case .ignore: " ON CONFLICT DO NOTHING"
        case .replace(let key, let update): Self.merge(key: key, set: update.map { "\($0) = excluded.\($0)" }).clause
        case .merge(let key, let set): " ON CONFLICT (\(key.joined(separator: ", "))) DO UPDATE SET \(set.joined(separator: ", "))"
        }
    }
}
