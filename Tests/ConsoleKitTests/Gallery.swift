import CommonModels
import ConsoleKit
import ServiceKit

/// Every part on one page.
struct Gallery {
    let screen: ConsoleScreen
    let evil = "<script>alert(\"1\")</script>"

    var page: ConsolePage {
        ConsolePage(
            title: "부품 \(evil)", titleTags: .tag("VIP 팬", .accent), active: .segments, crumbs: [.init("고객", "/ui/profile")],
            answer: "부품 스무 개를 모두 보여 줍니다.", actions: .buttonLink("만들기", "/ui/segment/new", isPrimary: true),
            topRight: .row {
                screen.filters("/ui/segment", submit: "찾기") {
                    screen.searchField("q", label: "찾기", value: evil)
                    screen.filter("kind", label: "종류", [("", "모두"), ("a", evil)], chosen: "a")
                }
                screen.freshness(screen.format.now - .seconds(14))
            }, refreshSeconds: 2
        ) {
            tiles
            Markup.grid {
                words
                Markup.column(span: 4) { states }
            }
            Markup.grid { charts }
            Markup.card("양식") { form }
        }
    }

    private var tiles: Markup {
        var revenue = Tile("증분 매출", value: "₩412", unit: "백만")
        revenue.delta = .init(text: "18.2%", isUp: true, isGood: true, since: "전분기 대비")
        revenue.status = ("달성", .good)
        revenue.trend = [1, 3, 2, 5, 6]
        revenue.target = 4
        revenue.foot = "95% 구간 ₩338–486백만"
        revenue.address = "/ui/segment"
        return .tiles(label: "핵심 지표") {
            revenue.markup()
            Tile(evil, value: "0").markup()
        }
    }

    private var words: Markup {
        .card("알고 있는 것", note: "출처", right: .link("모두", "/ui/segment"), span: 8) {
            Markup.keyValues([KeyValue("이름", PersonalData.masked("서지은", name: "name"), source: "회원"), KeyValue(evil, evil, source: evil)])
            Markup.table(label: "과제", ["이름", .number("예산"), "집행"], [1, 2]) { number in
                [.text(evil), .text(screen.format.number(number * 1_000)), .bar(0.7, mark: 0.8, label: "70% 집행")]
            }
            screen.pager(next: "b", query: ["q": "서 은"], after: "a")
            screen.timeline([
                TimelineItem(at: screen.format.now - .seconds(60), title: evil, note: "웹", action: .link("왜?", "/ui/segment")),
                TimelineItem(at: screen.format.now - .days(40), title: "가입", color: .c3),
            ])
            Markup.details("왜?") { Markup.why("90일 구매 6회 ≥ 5회") }
            Markup.code("{\"all\": []}")
            Markup.tabs(label: "보기", [("모두", "/ui/segment", true), ("활성", "/ui/segment?x=1", false)])
        }
    }

    private var states: Markup {
        .card("상태") {
            screen.progress(
                JobProgress(
                    title: "채우기", state: .running, done: 1_200, total: 20_000, startedAt: screen.format.now - .seconds(4),
                    cancelAddress: "/ui/segment"))
            screen.progress(JobProgress(title: "채우기", state: .failed, done: 0, total: nil, startedAt: nil, reason: evil))
            Markup.emptyState("비어 있습니다", "가져오세요.", action: .buttonLink("가져오기", "/ui/segment"), command: "maru import --mapping a.yml b.csv")
            screen.degraded(.journey)
            Markup.tags(["가", evil])
            screen.previewFrame("/ui/segment/preview", title: "미리 보기")
            screen.freshness(screen.format.now - .days(2))
        }
    }

    @MarkupBuilder private var charts: Markup {
        for chart in GalleryCharts.all(named: evil) { Markup.card("그림", span: 6) { chart.figure } }
        Markup.card("더미", span: 6) { GalleryCharts.stacked(named: evil).legend }
    }

    private var form: Markup {
        let form = screen.form(
            values: ["name": evil, "rule": "{}", "mode": "b", "agree": "on"],
            errors: FormErrors([.init("너무 깁니다", pointer: "/name"), .init("없는 세그먼트", pointer: "/rule/all/0"), .init("저장 못 함", pointer: "")]))
        return form.markup(to: "/ui/segment", submit: "저장", cancel: "/ui/segment") {
            form.beside {
                form.text("name", "이름", hint: "80자까지", isRequired: true, limit: 80)
                form.select("mode", "방식", [("a", "가"), ("b", evil)])
            }
            form.area("rule", "규칙", isCode: true)
            form.checkbox("agree", "동의")
            form.hidden("version", "3")
        } + form.button("켜기", to: "/ui/segment", hidden: [("on", "1")])
    }
}
