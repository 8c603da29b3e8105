/// What came of one attempt to deliver.
package enum DeliveryResult: Hashable, Sendable {
    case delivered
    /// Nothing was taken; another attempt may succeed.
    case postponed(detail: String)
    /// Refused for good.
    case refused(SendReason, detail: String)
    /// The receiver may or may not have taken it.
    case uncertain(detail: String)
}
