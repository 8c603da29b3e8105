/// A node where it stands in the document; `node` is nil when it could not be read, its id and kind may still be known.
struct ListedNode {
    let pointer: String
    let id: NodeID?
    let kind: JourneyNode.Kind?
    let node: JourneyNode?
}
