/// Numbers from 0 that fall into groups (union-find with path halving; Tarjan 1975). The smallest of a group stands for it.
struct DisjointSets: Sendable {
    private var parents: [Int32] = []

    var count: Int { parents.count }

    /// A new number, in a group of its own.
    mutating func add() -> Int32 {
        parents.append(Int32(parents.count))
        return Int32(parents.count - 1)
    }

    mutating func representative(of number: Int32) -> Int32 {
        var current = Int(number)
        while parents[current] != Int32(current) {
            parents[current] = parents[Int(parents[current])]
            current = Int(parents[current])
        }
        return Int32(current)
    }

    mutating func join(_ one: Int32, _ other: Int32) {
        let (left, right) = (representative(of: one), representative(of: other))
        parents[Int(max(left, right))] = min(left, right)
    }

    /// By number: who stands for its group.
    consuming func representatives() -> [Int32] {
        for number in parents.indices { parents[number] = representative(of: Int32(number)) }
        return parents
    }
}
