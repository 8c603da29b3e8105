/// How many things wait in one queue of a service; the gauge `maru_queue_items` of `/metrics`.
package struct QueueDepth: Hashable, Sendable {
    /// Counts stop here: a scrape must not cost more the longer a queue is. 10,000 means "that many or more".
    package static let countMax = 10_000

    /// The label `queue`, e.g. `journey_sends`.
    package let queue: String
    package let items: Int64

    package init(_ queue: String, items: Int64) {
        self.queue = queue
        self.items = items
    }
}
