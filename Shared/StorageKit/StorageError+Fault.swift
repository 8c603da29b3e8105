extension StorageError {
    /// Whether `error` is the fault of what was to be done, so that doing it again, or beside others, fails again.
    ///
    /// False while storage is away, busy or closed, and for a cancelled task: the work itself may be sound.
    package static func isFaultOfWork(_ error: any Error) -> Bool {
        switch error {
        case StorageError.unavailable, StorageError.outcomeUnknown, StorageError.closed: false
        case is PostgresFailure, is CancellationError: false
        default: true
        }
    }
}
