import ReportingDomain
import StorageKit

extension Day {
    var sqlValue: SQLValue { .integer(Int64(number)) }
}

extension Quarter {
    var sqlValue: SQLValue { .integer(Int64(index)) }
}
