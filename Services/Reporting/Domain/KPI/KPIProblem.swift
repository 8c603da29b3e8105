/// Why a KPI document is refused: every fault, each with a JSON pointer to it.
package struct KPIProblems: Error, Hashable, Sendable {
    package struct Fault: Hashable, Sendable {
        package let detail: String
        /// RFC 6901, e.g. `/formula/sum/of/events`.
        package let pointer: String

        package init(detail: String, pointer: String) {
            self.detail = detail
            self.pointer = pointer
        }
    }

    package let faults: [Fault]

    package init(_ faults: [Fault]) { self.faults = faults }
}
