/// Nodes between two tags.
struct LiquidBlock: Sendable {
    var nodes: [LiquidNode]

    /// Nothing in here writes anything but white space, which Liquid then leaves out.
    var isBlank: Bool { nodes.allSatisfy(\.isBlank) }

    /// The block without white space texts.
    var withoutSpace: LiquidBlock {
        LiquidBlock(nodes: nodes.filter { if case .text = $0 { false } else { true } })
    }
}
