import CommonModels
import JourneyDomain
import Testing

@testable import JourneyService

@Suite("The picture of a journey")
struct FlowLayoutTests {
    @Test(
        "shows every arrow: one that passes rows by runs beside the boxes of those rows", arguments: [Documents.cart, Documents.welcome()])
    func lanes(text: String) throws {
        let nodes = try JourneyDocument(json: try JSONValue(parsing: text)).nodes
        let layout = FlowLayout(nodes)
        for node in nodes {
            for (index, edge) in node.edges.enumerated() {
                let route = try #require(layout.route(edge, index: index, from: node))
                let (start, end) = (try #require(layout.places[node.id]), try #require(layout.places[edge.target]))
                let between = layout.places.values.filter { start.level < $0.level && $0.level < end.level }
                let lane = route.path.firstMatch(of: #/ (\d+) \d+V/#).flatMap { Int($0.1) }
                #expect((lane == nil) == between.isEmpty, "\(node.id) → \(edge.target)")
                guard let lane else { continue }
                #expect(between.allSatisfy { $0.x + FlowLayout.box.width < lane } && lane < layout.width, "\(node.id) → \(edge.target)")
            }
        }
    }
}
