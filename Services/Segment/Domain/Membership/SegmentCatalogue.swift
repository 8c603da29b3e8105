package import CommonModels
package import RuleKit

/// The active segments, compiled, each after those it mentions, with an index of what touches them.
package struct SegmentCatalogue: Sendable {
    /// One active segment, ready to be evaluated.
    package struct Entry: Sendable {
        package let id: SegmentID
        package let version: Int
        package let rule: CompiledRule
    }

    package let entries: [Entry]
    private let positions: [SegmentID: Int]
    private let byTrait: [String: [Int]]
    private let byEvent: [String: [Int]]
    private let byPurpose: [Purpose: [(channel: Channel, position: Int)]]
    private let dependents: [SegmentID: [Int]]

    package init(_ segments: [Segment]) {
        let compiled = Dictionary(
            segments.map { ($0.id, Entry(id: $0.id, version: $0.version, rule: CompiledRule($0.rule))) }, uniquingKeysWith: { $1 })
        let graph = SegmentGraph(compiled.mapValues { $0.rule.references.segments })
        entries = graph.ordered.compactMap { compiled[$0] }
        var positions: [SegmentID: Int] = [:]
        var byTrait: [String: [Int]] = [:]
        var byEvent: [String: [Int]] = [:]
        var byPurpose: [Purpose: [(channel: Channel, position: Int)]] = [:]
        var dependents: [SegmentID: [Int]] = [:]
        for (position, entry) in entries.enumerated() {
            positions[entry.id] = position
            let references = entry.rule.references
            for trait in references.traits { byTrait[trait, default: []].append(position) }
            for event in references.events.keys { byEvent[event, default: []].append(position) }
            for consent in references.consents { byPurpose[consent.purpose, default: []].append((consent.channel, position)) }
            for segment in references.segments { dependents[segment, default: []].append(position) }
        }
        self.positions = positions
        self.byTrait = byTrait
        self.byEvent = byEvent
        self.byPurpose = byPurpose
        self.dependents = dependents
    }

    package func position(of segment: SegmentID) -> Int? { positions[segment] }

    /// Positions of the segments whose rules look at something that was touched, in order.
    package func positions(touchedBy touch: SegmentTouch) -> [Int] {
        if touch.isEverything { return Array(entries.indices) }
        var found: Set<Int> = []
        for trait in touch.traits { found.formUnion(byTrait[trait] ?? []) }
        for event in touch.events { found.formUnion(byEvent[event] ?? []) }
        for consent in touch.consents {
            for (channel, position) in byPurpose[consent.purpose] ?? []
            where channel == consent.channel || consent.channel == .all { found.insert(position) }
        }
        // The country decides what holds for people who were never asked.
        if !touch.traits.isDisjoint(with: Country.traits) { found.formUnion(consentPositions) }
        return found.sorted()
    }

    /// The segments whose rules look at consent.
    package var askingConsent: [SegmentID] { Set(consentPositions).sorted().map { entries[$0].id } }

    private var consentPositions: [Int] { byPurpose.values.flatMap { $0.map(\.position) } }

    /// Everything that evaluating these segments, and whatever depends on them, may look at.
    package func references(of positions: some Sequence<Int>) -> RuleReferences {
        closure(of: positions).reduce(into: RuleReferences()) { $0.formUnion(entries[$1].rule.references) }
    }

    /// Evaluates the segments at `positions` for one person, then those whose rules mention a segment that changed.
    ///
    /// `facts.segments` holds the present memberships and is brought up to date.
    package func evaluate(
        _ positions: some Sequence<Int>, for facts: inout some MembershipFacts, at now: Instant
    ) -> [MembershipVerdict] {
        var verdicts: [MembershipVerdict] = []
        var queue = Array(positions).sorted()
        var next = 0
        while next < queue.count {
            let entry = entries[queue[next]]
            next += 1
            let wasMember = facts.segments.contains(entry.id)
            let outlook = entry.rule.outlook(facts, at: now)
            let verdict = MembershipVerdict(
                segment: entry.id, version: entry.version, isMember: outlook.matches, wasMember: wasMember, due: outlook.nextChange)
            verdicts.append(verdict)
            guard verdict.isChange else { continue }
            if outlook.matches { facts.segments.insert(entry.id) } else { facts.segments.remove(entry.id) }
            // Dependents stand later in the order, so they go into what is still to come.
            for dependent in dependents[entry.id] ?? [] where !queue[next...].contains(dependent) {
                queue.insert(dependent, at: queue[next...].firstIndex { $0 > dependent } ?? queue.count)
            }
        }
        return verdicts
    }

    private func closure(of positions: some Sequence<Int>) -> Set<Int> {
        var reached = Set(positions)
        var pending = Array(reached)
        while let position = pending.popLast() {
            for dependent in dependents[entries[position].id] ?? [] where reached.insert(dependent).inserted { pending.append(dependent) }
        }
        return reached
    }
}
