import CommonModels
import ConsoleKit
import JourneyDomain

/// The journey as a picture: a row per step from the entry, arrows with their answers, and each node's numbers now.
struct FlowChart: Sendable {
    let document: JourneyDocument
    let counts: [NodeID: NodeCounts]
    let words: JourneyWords

    var markup: Markup {
        let layout = FlowLayout(document.nodes)
        let arrows = document.nodes.flatMap { node in node.edges.enumerated().map { arrow($1, index: $0, from: node, layout) } }
        let boxes = document.nodes.map { box($0, layout) }
        return """
            <div class="scroll" role="region" tabindex="0" aria-label="\(words.screen("journey.flow.title"))">\
            <svg class="flow" width="\(layout.width)" height="\(layout.height)" viewBox="0 0 \(layout.width) \(layout.height)" role="img" aria-label="\(sentence)">\
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

    private func arrow(_ edge: JourneyEdge, index: Int, from node: JourneyNode, _ layout: FlowLayout) -> Markup {
        guard let route = layout.route(edge, index: index, from: node) else { return .empty }
        let passed = counts[node.id]?.passed[edge.way.rawValue] ?? 0
        let answer = words.way(edge.way)
        let text = [answer, passed > 0 ? words.screen.format.number(passed) : ""].filter { !$0.isEmpty }.joined(separator: " ")
        return """
            <path class="arrow" d="\(route.path)" marker-end="url(#tip)"/>\
            <text class="way" x="\(route.words.x)" y="\(route.words.y)" text-anchor="\(route.isLeft ? "end" : "start")">\(text)</text>
            """
    }

    private func box(_ node: JourneyNode, _ layout: FlowLayout) -> Markup {
        guard let place = layout.places[node.id] else { return .empty }
        return """
            <g class="node \(node.kind.rawValue)"><title>\(node.id.rawValue)</title>\
            <rect x="\(place.x)" y="\(place.y)" width="\(FlowLayout.box.width)" height="\(FlowLayout.box.height)" rx="8"/>\
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
            if width > FlowLayout.box.width - 30 { return short + "…" }
            short.append(character)
        }
        return short
    }
}
