/// Names of months, days and halves of the day.
struct DateNames {
    let months: [String]
    let shortMonths: [String]
    /// From Sunday.
    let weekdays: [String]
    let shortWeekdays: [String]
    let halves: [String]

    static func of(_ language: String) -> DateNames { language.hasPrefix("ko") ? korean : english }

    static let english = DateNames(
        months: [
            "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
        ],
        shortMonths: ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
        weekdays: ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"],
        shortWeekdays: ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"], halves: ["AM", "PM"])

    private static let koreanMonths = (1...12).map { "\($0)월" }
    static let korean = DateNames(
        months: koreanMonths, shortMonths: koreanMonths, weekdays: ["일요일", "월요일", "화요일", "수요일", "목요일", "금요일", "토요일"],
        shortWeekdays: ["일", "월", "화", "수", "목", "금", "토"], halves: ["오전", "오후"])
}
