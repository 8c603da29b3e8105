/// Why something cannot be done with an item.
package enum ContentError: Error, Hashable, Sendable {
    case notFound
    case versionNotFound
    /// Values that are not acceptable, each with its place.
    case invalid([Fault])
    case keyTaken(String)
    /// The item changed since it was read; its present revision.
    case changedMeanwhile(revision: Int)
    case nothingToPublish
    case notPublished
    /// The draft has mistakes that would stop a message.
    case notPublishable([ContentFinding])
    /// A template cannot be rendered with this data.
    case cannotRender(part: String, LiquidError)

    package struct Fault: Hashable, Sendable {
        package let detail: String
        package let pointer: String

        package init(_ detail: String, _ pointer: String) {
            self.detail = detail
            self.pointer = pointer
        }
    }
}
