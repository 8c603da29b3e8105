/// Numbers from 0 that fall into groups (union-find with path halving; Tarjan 1975). The smallest of a group stands for it.
struct DisjointSets: Sendable {
    private var parents: [Int] = []

    var count: Int { parents.count }

    /// A new number, in a group of its own.
    mutating func add() -> Int {
        parents.append(parents.count)
        return parents.count - 1
    }

    mutating func representative(of number: Int) -> Int {
        var current = number
        while parents[current] != current {
            parents[current] = parents[parents[current]]
            current = parents[current]
        }
        return current
    }

    mutating func join(_ one: Int, _ other: Int) {
        let (left, right) = (representative(of: one), representative(of: other))
        parents[max(left, right)] = min(left, right)
    }
}
