/// Which labelled data a reader sees as it is; what has no label everybody sees.
package enum DataReads: Hashable, Sendable {
    case everything
    case only(Set<DataLabel>)

    /// Those of `labels` that stand against reading.
    package func hidden(_ labels: Set<DataLabel>) -> Set<DataLabel> {
        switch self {
        case .everything: []
        case .only(let read): labels.subtracting(read)
        }
    }

    /// What somebody reads who may read both.
    package func union(_ other: DataReads) -> DataReads {
        switch (self, other) {
        case (.everything, _), (_, .everything): .everything
        case (.only(let mine), .only(let theirs)): .only(mine.union(theirs))
        }
    }
}
