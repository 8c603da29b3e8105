import CommonModels
import ConsoleKit
import Foundation
import ReportingDomain

/// Writes KPI figures for a reader: money in its currency, rates in percent, counts with separators.
struct FigureText {
    let screen: ConsoleScreen

    /// All digits.
    func full(_ figure: Figure, of reading: KPIReading) -> String {
        let format = screen.format
        switch reading.definition.unit {
        case .money:
            let text = figure.text(digits: reading.digits)
            guard let currency = reading.currency.flatMap(Currency.init), let money = Money(amount: text, currency: currency) else {
                return format.number(figure.value, digits: reading.digits)
            }
            return format.money(money)
        case .percent: return format.percent(figure.value, digits: 2)
        case .count, .people: return format.number(figure.value)
        }
    }

    /// For a tile: few characters.
    func short(_ figure: Figure, of reading: KPIReading) -> String {
        guard reading.definition.unit == .money, abs(figure.value) >= 10_000 else { return full(figure, of: reading) }
        return money(figure.value, reading.currency ?? "")
    }

    /// Statistics in major units, in few characters.
    func money(_ units: Double, _ currency: String) -> String {
        Currency(currency).map { screen.format.compactMoney(units: units, $0) } ?? screen.format.compact(units)
    }

    /// Statistics per person, with the currency's own digits.
    func precise(_ units: Double, _ currency: String) -> String {
        guard let currency = Currency(currency) else { return screen.format.number(units, digits: 2) }
        let scale = pow(10, Double(currency.minorUnitDigits))
        guard abs(units * scale) < 9e15 else { return screen.format.compactMoney(units: units, currency) }
        return screen.format.money(Money(minorUnits: Int64((units * scale).rounded()), currency: currency))
    }

    /// The change beside a figure; nil when there is nothing to compare with.
    func delta(_ other: Comparison?, of reading: KPIReading, since key: String) -> Tile.Delta? {
        guard let other else { return nil }
        let isUp = other.difference >= 0
        let text: String
        if reading.definition.unit == .percent {
            text = screen.format.percentPoints(abs(other.difference))
        } else {
            guard let change = other.change else { return nil }
            text = screen.format.percent(abs(change))
        }
        let isGood = (reading.definition.direction == .up) == isUp
        return Tile.Delta(text: unsigned(text), isUp: isUp, isGood: isGood, since: screen(other.acrossPartial ? key + ".partial" : key))
    }

    func status(_ status: KPIStatus) -> (text: String, tone: Tone) {
        let text = screen("reporting.status.\(status.rawValue)")
        return switch status {
        case .achieved, .onTrack: (text, .good)
        case .near: (text, .warn)
        case .off: (text, .bad)
        case .noData, .noTarget: (text, .plain)
        }
    }

    func name(_ name: LocalizedName) -> String {
        switch screen.locale {
        case .ko: name.ko
        case .en: name.en
        }
    }

    func quarter(_ quarter: Quarter) -> String { screen.format.quarter(year: quarter.year, number: quarter.number) }

    func day(_ day: Day) -> String { screen.format.date(day.civil) }

    func extent(_ extent: Coverage.Extent) -> Markup {
        switch extent {
        case .complete: .empty
        case .partial: .tag(screen("reporting.extent.partial"), .warn)
        case .inProgress: .tag(screen("reporting.extent.inProgress"), .info)
        case .none: .tag(screen("reporting.extent.none"))
        }
    }

    private func unsigned(_ text: String) -> String { text.hasPrefix("+") ? String(text.dropFirst()) : text }
}
