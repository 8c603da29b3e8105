import CommonModels
import ConsoleKit

/// One of each chart.
enum GalleryCharts {
    static func all(named name: String) -> [any Chart] {
        [
            line(named: name), bars(named: name), stacked(named: name), funnel(named: name), donut(named: name), identities(named: name),
            scatter(named: name), burnDown(named: name),
        ]
    }

    /// The same without anything to draw.
    static let empty: [any Chart] = [
        LineChart(label: "x", positions: [], lines: [], valueText: { "\($0)" }),
        BarChart(label: "x", bars: [], valueText: { "\($0)" }),
        StackedBarChart(label: "x", series: [], columns: [], valueText: { "\($0)" }),
        FunnelChart(label: "x", steps: [("a", 0)], countText: { "\($0)" }, shareText: { "\($0)" }),
        DonutChart(label: "x", slices: [("a", 0)], centre: "", valueText: { "\($0)" }),
        IdentityGraph(label: "x", centre: "x", nodes: []),
        ScatterChart(label: "x", points: [], xName: "", yName: "", bestName: ""),
        BurnDownChart(label: "x", periods: [], budget: 0, remaining: [], forecast: nil, names: ("", "", ""), valueText: { "\($0)" }),
    ]

    private static func line(named name: String) -> LineChart {
        LineChart(
            label: "주별 매출 \(name)", positions: (1...12).map { "\($0)월" },
            lines: [
                .init(
                    name, [1, 2, nil, 4, 5, 6, 7, 8, 9, 10, 11, .infinity], .c1, interval: (1...12).map { (Double($0), Double($0 + 2)) }),
                .init("작년", [3, 3, 3], .base, isDashed: true),
            ], reference: (6, "목표"), valueText: { "\(Int($0))" })
    }

    static func bars(named name: String) -> BarChart {
        BarChart(
            label: "채널별 증분 \(name)",
            bars: [.init(name, 12, interval: (8, 16), target: 14), .init("SMS", -4, .c4), .init("푸시", .nan)],
            valueText: { $0.isFinite ? "\(Int($0))" : "–" })
    }

    static func stacked(named name: String) -> StackedBarChart {
        StackedBarChart(
            label: "월별 매출 \(name)", series: [("기본", .base), (name, .c1)],
            columns: [.init("7월", [220, 38], interval: (245, 272), note: "+38"), .init("8월", [230, 44])], valueText: { "\(Int($0))" })
    }

    private static func funnel(named name: String) -> FunnelChart {
        FunnelChart(
            label: "여정 \(name)", steps: [("진입", 1_000), (name, 400), ("전환", 0)], countText: { "\($0)" }, shareText: { "\(Int($0 * 100))%" })
    }

    static func donut(named name: String) -> DonutChart {
        DonutChart(
            label: "채널 \(name)", slices: (1...9).map { ("\(name)\($0)", Double($0)) }, centre: "45", othersName: "그 밖",
            valueText: { "\(Int($0))" })
    }

    private static func identities(named name: String) -> IdentityGraph {
        IdentityGraph(label: "신원 \(name)", centre: "고객", nodes: (0..<15).map { .init("\(name)\($0)", .series($0)) })
    }

    private static func scatter(named name: String) -> ScatterChart {
        ScatterChart(
            label: "노력과 보상 \(name)",
            points: [.init(name, x: 0.1, y: 0.9, .c1), .init("매장 픽업", x: 2, y: -1, .c2), .init("휴면", x: 0.98, y: 0.02, .c2)],
            xName: "노력", yName: "보상", bestName: "먼저 할 일")
    }

    private static func burnDown(named name: String) -> BurnDownChart {
        BurnDownChart(
            label: "남은 예산 \(name)", periods: ["10월", "11월", "12월"], budget: 120, remaining: [90, 50], forecast: -5,
            names: ("계획", name, "예측"), valueText: { "\(Int($0))" })
    }
}
