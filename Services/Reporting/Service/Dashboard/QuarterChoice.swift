import ConsoleKit
import ReportingDomain

/// The select of the quarter in the bar above.
struct QuarterChoice {
    let screen: ConsoleScreen
    let quarters: [Quarter]
    let chosen: Quarter

    func markup(to address: String) -> Markup {
        let figures = FigureText(screen: screen)
        let offered = quarters.contains(chosen) ? quarters : [chosen] + quarters
        return screen.filters(address, submit: screen("reporting.quarter.show")) {
            screen.filter(
                "quarter", label: screen("reporting.quarter"), offered.map { ($0.description, figures.quarter($0)) },
                chosen: chosen.description)
        }
    }
}
