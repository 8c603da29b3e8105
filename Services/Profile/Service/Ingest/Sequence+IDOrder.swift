import CommonModels

extension Sequence {
    /// Sorted by ids and, for one id, by a number, so that rows are written in the order of their keys.
    func sorted(byID id: (Element) -> ProfileID, then number: (Element) -> Int64 = { _ in 0 }) -> [Element] {
        let elements = Array(self)
        var order: [(lead: (UInt64, UInt64), number: Int64, index: Int)] = []
        order.reserveCapacity(elements.count)
        for index in elements.indices { order.append((id(elements[index]).lead, number(elements[index]), index)) }
        order.sort { left, right in
            if left.lead != right.lead { return left.lead < right.lead }
            let (one, other) = (id(elements[left.index]), id(elements[right.index]))
            return one == other ? (left.number, left.index) < (right.number, right.index) : one < other
        }
        return order.map { elements[$0.index] }
    }
}
