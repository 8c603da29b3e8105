/// Limits of one database.
package struct DatabaseOptions: Sendable {
    /// Connections that read (SQLite) or do anything (PostgreSQL).
    package var connectionsMax = 6
    /// Calls that may wait for a connection, on SQLite for the one that writes and for those that read; past it ``StorageError/unavailable(_:)``.
    package var waitingMax = 10_000
    /// How long a call may wait for a connection or the write lock; past it it is not begun any more.
    package var waitMax = Duration.seconds(10)
    /// How long one transaction may run; migrations have no limit.
    package var transactionMax = Duration.seconds(60)
    /// Times a PostgreSQL transaction is run again after a serialization failure, a deadlock or a lost connection.
    package var retriesMax = 20
    /// SQLite: pages the file may grow to, 0 for no limit. What a full disk looks like, by configuration.
    package var sqlitePagesMax = 0
    /// SQLite: pages of write-ahead log at which they are copied into the file, 4 KB each.
    package var sqliteLogPagesMax = 8_000

    /// SQLite: pages the writer keeps in memory, in KiB. Every commit goes through all of them once (SQLite 3.40, in
    /// `pcache1Truncate`): a service that commits often and writes little is faster with few.
    package var sqliteCacheKiB = 4_000

    package init() {}
}
