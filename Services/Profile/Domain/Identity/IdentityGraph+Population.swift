extension IdentityGraph {
    /// Counts of profiles.
    package struct Population: Hashable, Sendable {
        package var living: Int64 = 0
        /// Of the living those who hold a value that names a person.
        package var known: Int64 = 0
        package var merged: Int64 = 0
    }

    /// The loaded profiles.
    package var population: Population {
        var population = Population()
        for (id, node) in nodes {
            if survivor(of: id) != id {
                population.merged += 1
            } else {
                population.living += 1
                if node.isKnown { population.known += 1 }
            }
        }
        return population
    }
}
