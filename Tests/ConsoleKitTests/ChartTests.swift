import ConsoleKit
import TestFixtures
import Testing

@Suite("Charts")
struct ChartTests {
    @Test("every chart is a picture with a sentence, balanced, and without anything that is no number")
    func pictures() {
        for chart in GalleryCharts.all(named: "<b>&\"") {
            let html = chart.figure.html
            #expect(HTMLInspector(html).faults == [], "\(type(of: chart))")
            #expect(!html.lowercased().contains("nan") && !html.contains("inf"), "\(type(of: chart))")
            #expect(!html.contains("<b>"), "\(type(of: chart))")
            #expect(HTMLInspector(html).tags.filter { $0.name == "svg" && !$0.isEnd }.count == 2, "one wide, one narrow")
        }
    }

    @Test("a chart with nothing to draw is nothing")
    func empty() {
        for chart in GalleryCharts.empty { #expect(chart.figure.isEmpty && chart.svg.isEmpty, "\(type(of: chart))") }
        #expect(Sparkline(values: [1], label: "x").svg.isEmpty)
    }

    @Test("bars begin at zero: twice the value is twice the height, and the axis shows 0")
    func zeroBased() throws {
        let chart = BarChart(label: "x", bars: [.init("a", 100), .init("b", 200)], valueText: { "\(Int($0))" })
        let heights = HTMLInspector(chart.svg.html).tags.filter { $0.name == "rect" && !$0.isEnd }.compactMap {
            $0.attributes["height"].flatMap(Double.init)
        }
        #expect(heights.count == 2)
        #expect(abs(try #require(heights.last) / (try #require(heights.first)) - 2) < 0.01)
        #expect(chart.svg.html.contains(">0</text>"))
    }

    @Test("a negative bar hangs below zero")
    func negative() {
        let tags = HTMLInspector(GalleryCharts.bars(named: "메일").svg.html).tags.filter { $0.name == "rect" && !$0.isEnd }
        let edges = tags.compactMap { tag in
            tag.attributes["y"].flatMap(Double.init).map { (top: $0, bottom: $0 + (tag.attributes["height"].flatMap(Double.init) ?? 0)) }
        }
        #expect(edges.count == 2)
        #expect(abs(edges[0].bottom - edges[1].top) < 0.2)
    }

    @Test("a donut has at most seven parts, the smallest together")
    func donutGroups() {
        let html = GalleryCharts.donut(named: "k").svg.html
        #expect(HTMLInspector(html).tags.filter { $0.name == "path" && !$0.isEnd }.count == 7)
        #expect(html.contains("그 밖") && html.contains("6 · 13%"))
    }

    @Test("a sparkline spans its values from left to right")
    func sparkline() {
        let html = Sparkline(values: [0, 10], label: "추이").svg.html
        #expect(html.contains("points=\"0,32 200,4\""))
    }
}
