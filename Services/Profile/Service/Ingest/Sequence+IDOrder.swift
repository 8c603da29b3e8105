import CommonModels

extension Sequence {
    /// Sorted by ids and, for one id, by a number, so that rows are written in the order of their keys. Ids that do not differ in
    /// their first sixteen characters (``TypedID/lead``) are mixed.
    func sorted(byID id: (Element) -> ProfileID, then number: (Element) -> Int64 = { _ in 0 }) -> [Element] {
        let elements = Array(self)
        var order: [(lead: (UInt64, UInt64), number: Int64, index: Int)] = []
        order.reserveCapacity(elements.count)
        for index in elements.indices { order.append((id(elements[index]).lead, number(elements[index]), index)) }
        order.sort { ($0.lead.0, $0.lead.1, $0.number, $0.index) < ($1.lead.0, $1.lead.1, $1.number, $1.index) }
        return order.map { elements[$0.index] }
    }
}
