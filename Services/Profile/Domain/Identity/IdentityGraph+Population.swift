extension IdentityGraph {
    /// How many of the loaded profiles live, and how many of those hold a user id.
    package var population: (living: Int64, known: Int64) {
        var (living, known): (Int64, Int64) = (0, 0)
        for (id, node) in nodes where survivor(of: id) == id {
            living += 1
            if node.isKnown { known += 1 }
        }
        return (living, known)
    }
}
