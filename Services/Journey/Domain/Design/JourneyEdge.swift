/// One arrow of the flow.
package struct JourneyEdge: Hashable, Sendable {
    package let way: Way
    package let target: NodeID

    /// Which answer of the node leads along the arrow; the raw value is its JSON field.
    package enum Way: String, Hashable, Sendable {
        case next, yes, no, offer, none
    }

    package init(_ way: Way, _ target: NodeID) {
        self.way = way
        self.target = target
    }
}
