import StorageKit

/// Saves something in the transaction of a submission's events, so that after a crash both are there or neither: how far
/// an import came. What it throws undoes the submission.
struct IngestCompanion: Sendable {
    let save: @Sendable (IngestOutcome, any SQLTransaction) throws -> Void
}
