package import CommonModels
package import ReportingDomain

/// A definition as the catalogue keeps it: every change is a further version.
package struct KPIRecord: Hashable, Sendable {
    package let definition: KPIDefinition
    package let version: Int
    package let changedAt: Instant
    package let changedBy: String
}
