/// A stretch of the calendar that a cap starts anew with; weeks start on Monday.
package enum CalendarUnit: String, CaseIterable, Sendable {
    case day, week, month
}
