/// What a bulk insert does with a row whose key is already there.
package enum ConflictRule: Sendable, Hashable {
    /// Throws ``StorageError/constraint(_:_:)``; nothing of the transaction stays.
    case fail
    /// Leaves the stored row as it is.
    case ignore
    /// `ON CONFLICT (key) DO UPDATE` of the columns in `update`; of two rows with one key in a call the later wins.
    case replace(key: [String], update: [String])
}
