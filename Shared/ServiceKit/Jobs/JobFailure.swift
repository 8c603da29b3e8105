/// A job that cannot be done, with a reason fit for people. Any other error becomes "internal".
package struct JobFailure: Error, Hashable, Sendable {
    package let reason: String

    package init(_ reason: String) { self.reason = reason }
}
