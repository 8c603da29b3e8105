/// The five channels the retailer meets its customers in; each sends with a write key of its own.
package enum DemoSource: String, CaseIterable, Hashable, Sendable {
    case web, app, store, email, support
}
