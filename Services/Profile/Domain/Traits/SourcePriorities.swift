import CommonModels

/// Whose word on a trait counts more than a later one: per trait the sources in order, kept as data.
///
/// Sources the list does not name come after all of it and are equal among themselves, as all sources are of a trait
/// without a list. What people themselves put right comes first unless the list says otherwise: changes made at the console, in the
/// preference centre, by a case.
package struct SourcePriorities: Hashable, Sendable {
    package static let none = SourcePriorities([])

    private let lists: [String: SourcePriority]

    package init(_ priorities: [SourcePriority]) {
        lists = Dictionary(priorities.map { ($0.trait, $0) }) { $1 }
    }

    /// Lower counts more.
    package func rank(of source: String, for trait: String) -> Int {
        if lists.isEmpty { return 0 }
        guard let list = lists[trait] ?? lists[SourcePriority.everyTrait] else { return 0 }
        if let place = list.sources.firstIndex(of: source) { return place }
        return SourcePriority.isByHand(source) ? -1 : list.sources.count
    }
}

/// The order of sources for one trait.
package struct SourcePriority: Hashable, Sendable {
    /// In place of a trait's name: every trait without a list of its own.
    package static let everyTrait = "*"
    /// The source of changes made on pages.
    package static let console = "console"
    /// The source of what people choose for themselves.
    package static let preferenceCentre = "preference-centre"

    /// Whether somebody put it right, rather than a system.
    static func isByHand(_ source: String) -> Bool { source == console || source == preferenceCentre || CaseID(source) != nil }

    package static let sourcesMax = 20
    package static let sourceLengthMax = 100  // characters

    package let trait: String
    /// The one that counts most first.
    package let sources: [String]

    /// - Throws: what is wrong, each with a JSON pointer into `{"sources": […]}`.
    package init(trait: String, sources: [String]) throws(DocumentFaults) {
        var faults: [DocumentFaults.Fault] = []
        if trait.isEmpty || trait.count > TraitLimits.nameLengthMax {
            faults.append(.init("/trait", "must have 1 to \(TraitLimits.nameLengthMax) characters"))
        }
        if sources.isEmpty || sources.count > SourcePriority.sourcesMax {
            faults.append(.init("/sources", "must name 1 to \(SourcePriority.sourcesMax) sources"))
        }
        for (index, source) in sources.enumerated() {
            if source.isEmpty || source.count > SourcePriority.sourceLengthMax {
                faults.append(.init("/sources/\(index)", "must have 1 to \(SourcePriority.sourceLengthMax) characters"))
            } else if sources.firstIndex(of: source) != index {
                faults.append(.init("/sources/\(index)", "is named twice"))
            }
        }
        guard faults.isEmpty else { throw DocumentFaults(faults) }
        self.trait = trait
        self.sources = sources
    }

    package init(trusted trait: String, _ sources: [String]) {
        self.trait = trait
        self.sources = sources
    }
}

/// Everything wrong with a document at once.
package struct DocumentFaults: Error, Hashable, Sendable {
    package struct Fault: Hashable, Sendable {
        /// JSON Pointer (RFC 6901).
        package let pointer: String
        package let detail: String

        package init(_ pointer: String, _ detail: String) {
            self.pointer = pointer
            self.detail = detail
        }
    }

    package let faults: [Fault]

    package init(_ faults: [Fault]) { self.faults = faults }
}
