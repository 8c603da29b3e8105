import CommonModels
import ConsoleKit
import JourneyDomain

/// The journey as a picture: a row per step from the entry, arrows with their answers, and each node's numbers now.
struct FlowChart: Sendable {
    let document: JourneyDocument
    let counts: [NodeID: NodeCounts]
    let words: JourneyWords

    private static let box = (width: 224, height: 60)
    private static let gap = (across: 28, down: 46)

    private struct Place {
        let x: Int
        let y: Int
    }

    var markup: Markup {
        let layers = JourneyGraph.layers(document.nodes)
        let widest = layers.map(\.count).max() ?? 1
        let width = max(560, widest * (Self.box.width + Self.gap.across) + Self.gap.across)
        let height = layers.count * (Self.box.height + Self.gap.down) + 8
        let places = places(layers, width: width)
        let arrows = document.nodes.flatMap { node in node.edges.enumerated().map { arrow($1, index: $0, from: node, places) } }
        let boxes = document.nodes.map { box($0, places) }
        return """
            <div class="scroll" role="region" tabindex="0" aria-label="\(words.screen("journey.flow.title"))">\
            <svg class="flow" width="\(width)" height="\(height)" viewBox="0 0 \(width) \(height)" role="img" aria-label="\(sentence)">\
            <defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path class="tip" d="M0 0L8 4L0 8z"/></marker></defs>\
            \(arrows)\(boxes)</svg></div>
            """
    }

    /// The picture in words, for people who cannot see it.
    private var sentence: String {
        document.nodes.map { node in
            let numbers = numbers(node)
            return words.label(node) + (numbers.isEmpty ? "" : " (\(numbers))")
        }.joined(separator: "; ")
    }

    private func places(_ layers: [[NodeID]], width: Int) -> [NodeID: Place] {
        var places: [NodeID: Place] = [:]
        for (level, ids) in layers.enumerated() {
            let total = ids.count * (Self.box.width + Self.gap.across) - Self.gap.across
            for (index, id) in ids.enumerated() {
                places[id] = Place(
                    x: (width - total) / 2 + index * (Self.box.width + Self.gap.across), y: 4 + level * (Self.box.height + Self.gap.down))
            }
        }
        return places
    }

    private func arrow(_ edge: JourneyEdge, index: Int, from node: JourneyNode, _ places: [NodeID: Place]) -> Markup {
        guard let start = places[node.id], let end = places[edge.target] else { return .empty }
        // Two answers leave the box side by side, so that their words do not cover each other.
        let shift = node.edges.count > 1 ? (index == 0 ? -48 : 48) : 0
        let x1 = start.x + Self.box.width / 2 + shift
        let y1 = start.y + Self.box.height
        let x2 = end.x + Self.box.width / 2
        let middle = y1 + Self.gap.down / 2
        let passed = counts[node.id]?.passed[edge.way.rawValue] ?? 0
        let answer = words.way(edge.way)
        let text = [answer, passed > 0 ? words.screen.format.number(passed) : ""].filter { !$0.isEmpty }.joined(separator: " ")
        return """
            <path class="arrow" d="M\(x1) \(y1)C\(x1) \(middle) \(x2) \(middle) \(x2) \(end.y - 2)" marker-end="url(#tip)"/>\
            <text class="way" x="\(x1 + 6)" y="\(y1 + 15)">\(text)</text>
            """
    }

    private func box(_ node: JourneyNode, _ places: [NodeID: Place]) -> Markup {
        guard let place = places[node.id] else { return .empty }
        return """
            <g class="node \(node.kind.rawValue)"><title>\(node.id.rawValue)</title>\
            <rect x="\(place.x)" y="\(place.y)" width="\(Self.box.width)" height="\(Self.box.height)" rx="8"/>\
            <text class="name" x="\(place.x + 12)" y="\(place.y + 24)">\(Self.cut(words.label(node)))</text>\
            <text class="numbers" x="\(place.x + 12)" y="\(place.y + 45)">\(Self.cut(numbers(node)))</text></g>
            """
    }

    /// What is worth saying of a node now, at most three numbers.
    private func numbers(_ node: JourneyNode) -> String {
        guard let n = counts[node.id] else { return "" }
        let all: [(String, Int64)] = [
            ("entered", n.entered), ("inside", n.inside), ("lost", n.lostSignals), ("refused", n.refusedSignals), ("sent", n.sent),
            ("held", n.held), ("failed", n.failed + n.unknown), ("left", n.left),
        ]
        return all.filter { $0.1 > 0 }.prefix(3).map { words.screen("journey.count.\($0.0)", ["n": words.screen.format.number($0.1)]) }
            .joined(separator: " · ")
    }

    /// Cut to the box: Korean letters are twice as wide as Latin ones.
    private static func cut(_ text: String) -> String {
        var width = 0
        var short = ""
        for character in text {
            width += character.unicodeScalars.contains { $0.value >= 0x1100 } ? 12 : 7
            if width > box.width - 30 { return short + "…" }
            short.append(character)
        }
        return short
    }
}
