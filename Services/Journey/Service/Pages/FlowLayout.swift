import JourneyDomain

/// Where the boxes of a journey's picture stand and how its arrows run: a row per step from the entry, and a lane beside the boxes
/// for each arrow that passes rows by.
struct FlowLayout {
    static let box = (width: 224, height: 60)
    static let gap = (across: 28, down: 46)
    private static let laneWidth = 18
    /// How far arrows of different answers stand from the middle of their box.
    private static let shift = 48

    struct Place {
        let x: Int
        let y: Int
        let level: Int

        var middle: Int { x + FlowLayout.box.width / 2 }
        var bottom: Int { y + FlowLayout.box.height }
    }

    /// An arrow's path and where its words stand.
    struct Route {
        let path: String
        let words: (x: Int, y: Int)
        /// Words stand on the outer side of arrows that leave side by side, where they cover neither.
        let isLeft: Bool
    }

    private(set) var width: Int
    let height: Int
    let places: [NodeID: Place]
    private var lanes: [NodeID: [Int: Int]] = [:]

    init(_ nodes: [JourneyNode]) {
        let layers = JourneyGraph.layers(nodes)
        let widest = layers.map(\.count).max() ?? 1
        let inner = max(560, widest * (Self.box.width + Self.gap.across) + Self.gap.across)
        var places: [NodeID: Place] = [:]
        for (level, ids) in layers.enumerated() {
            let total = ids.count * (Self.box.width + Self.gap.across) - Self.gap.across
            for (index, id) in ids.enumerated() {
                places[id] = Place(
                    x: (inner - total) / 2 + index * (Self.box.width + Self.gap.across), y: 4 + level * (Self.box.height + Self.gap.down),
                    level: level)
            }
        }
        self.places = places
        width = inner
        height = layers.count * (Self.box.height + Self.gap.down) + 8
        addLanes(nodes)
    }

    private mutating func addLanes(_ nodes: [JourneyNode]) {
        var count = 0
        for node in nodes {
            for (index, edge) in node.edges.enumerated() {
                guard let start = places[node.id], let end = places[edge.target], end.level > start.level + 1 else { continue }
                let passed =
                    places.values.filter { start.level < $0.level && $0.level < end.level }.map { $0.x + Self.box.width }.max() ?? 0
                count += 1
                let lane = passed + Self.gap.across / 2 + count * Self.laneWidth
                lanes[node.id, default: [:]][index] = lane
                width = max(width, lane + Self.laneWidth)
            }
        }
    }

    /// - Parameter index: of `edge` among those of `node`.
    func route(_ edge: JourneyEdge, index: Int, from node: JourneyNode) -> Route? {
        guard let start = places[node.id], let end = places[edge.target] else { return nil }
        let lane = lanes[node.id]?[index]
        let shift = node.edges.count > 1 ? (index == 0 ? -Self.shift : Self.shift) : 0
        let (x, y) = (start.middle + shift, start.bottom)
        let half = Self.gap.down / 2
        let path =
            if let lane {
                "M\(x) \(y)C\(x) \(y + Self.gap.down) \(lane) \(y + half) \(lane) \(y + Self.gap.down + 10)V\(end.y - Self.gap.down)"
                    + "C\(lane) \(end.y - half) \(end.middle + Self.shift) \(end.y - Self.gap.down) \(end.middle + Self.shift) \(end.y - 2)"
            } else {
                "M\(x) \(y)C\(x) \(y + half) \(end.middle) \(y + half) \(end.middle) \(end.y - 2)"
            }
        let isLeft = shift < 0
        return Route(path: path, words: (x + (isLeft ? -6 : 6), y + 15), isLeft: isLeft)
    }
}
