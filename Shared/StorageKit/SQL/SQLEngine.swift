/// The database engines Maru speaks; SQL is written once for both.
package enum SQLEngine: String, Sendable, CaseIterable {
    case sqlite, postgres
}
