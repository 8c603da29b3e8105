import CommonModels
import ConsoleKit
import ReportingDomain

/// One KPI as a headline number with target, change, trend, forecast and the way to its definition.
struct KPITile {
    let screen: ConsoleScreen
    let reading: KPIReading

    var tile: Tile {
        let figures = FigureText(screen: screen)
        let value = reading.figure.map { figures.short($0, of: reading) } ?? "–"
        var tile = Tile(figures.name(reading.definition.name), value: value)
        tile.delta = figures.delta(reading.quarterOnQuarter, of: reading, since: "reporting.since.quarter")
        if reading.target != nil { tile.status = figures.status(reading.status) }
        tile.trend = reading.trend
        tile.target = reading.target?.value
        tile.foot = foot(figures)
        tile.address = PageAddress.make("/ui/reporting/kpis/" + reading.definition.key, ["quarter": reading.quarter.description])
        return tile
    }

    private func foot(_ figures: FigureText) -> String {
        var parts: [String] = []
        if let target = reading.target {
            let key = reading.definition.direction == .up ? "reporting.tile.target" : "reporting.tile.limit"
            parts.append(screen(key, ["value": figures.short(target, of: reading)]))
        }
        if let forecast = reading.forecast, forecast.method == .runRate {
            parts.append(screen("reporting.tile.forecast", ["value": figures.short(forecast.figure, of: reading)]))
        }
        if let covered = reading.covered, reading.extent == .partial {
            parts.append(
                screen("reporting.tile.covered", ["from": figures.day(covered.lowerBound), "to": figures.day(covered.upperBound)]))
        }
        if parts.isEmpty { parts.append(screen("reporting.tile.noTarget")) }
        return parts.joined(separator: " · ")
    }
}
