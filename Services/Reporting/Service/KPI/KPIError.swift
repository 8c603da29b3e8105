package import ReportingDomain

/// Why the KPI catalogue refuses something.
package enum KPIError: Error, Hashable, Sendable {
    case notFound(String)
    case invalid(KPIProblems)
    /// The document's key is not the one of the address.
    case keyMismatch(expected: String, found: String)
    /// Somebody changed the definition in between.
    case changed(current: Int)
    case alreadyExists(String)
    case badQuarter(String)
    case badTarget(String)
    case tooMany(max: Int)
}
