package import CommonModels

/// Which segment looks at which.
package struct SegmentGraph: Hashable, Sendable {
    private let references: [SegmentID: Set<SegmentID>]

    /// - Parameter references: for each segment those its rule mentions.
    package init(_ references: [SegmentID: Set<SegmentID>]) { self.references = references }

    /// The way from a segment back to itself, if its rule mentioned `mentioned`; nil when there is none.
    package func cycle(of segment: SegmentID, mentioning mentioned: Set<SegmentID>) -> [SegmentID]? {
        if mentioned.contains(segment) { return [segment, segment] }
        var visited: Set<SegmentID> = []
        var pending = mentioned.sorted().map { [segment, $0] }
        while let way = pending.popLast() {
            guard let last = way.last, visited.insert(last).inserted else { continue }
            for next in (references[last] ?? []).sorted() {
                if next == segment { return way + [segment] }
                pending.append(way + [next])
            }
        }
        return nil
    }

    /// Those whose rules mention `segment`.
    package func dependents(of segment: SegmentID) -> [SegmentID] {
        references.filter { $0.value.contains(segment) }.keys.sorted()
    }

    /// Every segment after those it mentions.
    package var ordered: [SegmentID] {
        var ordered: [SegmentID] = []
        var placed: Set<SegmentID> = []
        func place(_ segment: SegmentID) {
            guard placed.insert(segment).inserted else { return }
            for mentioned in (references[segment] ?? []).sorted() where references[mentioned] != nil { place(mentioned) }
            ordered.append(segment)
        }
        for segment in references.keys.sorted() { place(segment) }
        return ordered
    }
}
