import CommonModels
import DecisionDomain
import Logging
import RuleKit
import StorageKit

/// Decides: looks up the person, asks the rules, makes the choice durable, and asks again when a cap filled up meanwhile.
final class DecisionEngine: Sendable {
    /// Every refused attempt has learnt of at least one more full cap.
    static let attemptsMax = 50

    private let catalogue: CatalogueCache
    private let people: PeopleDirectory
    private let horizon: FeedHorizon
    private let totals: TotalCounters
    private let commits: GroupCommit<DecisionDraft, RecordOutcome>
    private let log: DecisionLog
    private let clock: WallClock
    private let ids: IDGenerator
    private let holdoutShare: Double

    init(
        catalogue: CatalogueCache, people: PeopleDirectory, horizon: FeedHorizon, totals: TotalCounters,
        commits: GroupCommit<DecisionDraft, RecordOutcome>,
        log: DecisionLog, clock: WallClock, ids: IDGenerator, holdoutShare: Double
    ) {
        self.catalogue = catalogue
        self.people = people
        self.horizon = horizon
        self.totals = totals
        self.commits = commits
        self.log = log
        self.clock = clock
        self.ids = ids
        self.holdoutShare = holdoutShare
    }

    /// - Returns: the answer as JSON.
    /// - Throws: ``DecisionError``, ``GroupCommitError``, ``StorageError``
    func decide(_ request: DecideRequest) async throws -> [UInt8] {
        if request.isDryRun { return try await preview(request).answer }
        if !request.seen.isEmpty { try await horizon.reach(request.seen) }
        for _ in 0..<Self.attemptsMax {
            let now = clock.now()
            let catalogue = try await catalogue.current()
            guard let index = catalogue.placements[request.placement] else { throw DecisionError.unknownPlacement }
            let person = try await person(request, catalogue, at: now)
            let (draft, visitor) = draft(request, index, person, at: now)
            switch try await commits.submit(draft) {
            case .saved(let counted):
                learn(counted, draft)
                return decision(draft, visitor, request, id: draft.id).answer
            case .capped(let counted): learn(counted, draft)
            case .personChanged: people.forget(draft.profile)
            case .replay(let id): return try await log.answer(id, to: draft, catalogue: catalogue)
            }
        }
        throw DecisionError.contended
    }

    /// What a person would get now, without counting, logging or exposing anybody.
    ///
    /// - Throws: ``DecisionError/unknownPlacement``, ``DecisionError/behind``, ``StorageError``
    func preview(_ request: DecideRequest) async throws -> Decision {
        if !request.seen.isEmpty { try await horizon.reach(request.seen) }
        let now = clock.now()
        let catalogue = try await catalogue.current()
        guard let index = catalogue.placements[request.placement] else { throw DecisionError.unknownPlacement }
        let (draft, visitor) = draft(request, index, try await person(request, catalogue, at: now), at: now)
        return decision(draft, visitor, request, id: nil)
    }

    /// Another replica may have read what the caller has seen; then memory here is older than the database.
    private func person(_ request: DecideRequest, _ catalogue: OfferCatalogue, at now: Instant) async throws -> Person? {
        try await people.person(request.who, for: catalogue.references, at: now, fromMemory: request.seen.isEmpty)
    }

    private func learn(_ counted: [CountedCap], _ draft: DecisionDraft) {
        totals.learn(counted)
        guard let profile = draft.profile else { return }
        people.learn(profile, counted: counted, assignments: draft.newcomer == nil ? draft.newAssignments : [])
    }

    private func draft(_ request: DecideRequest, _ index: PlacementIndex, _ person: Person?, at now: Instant) -> (DecisionDraft, Visitor) {
        var assignments: [Assignment] = []
        let restriction = person?.restriction ?? .none
        // Whose data may not be used is sorted into no arm.
        let isUsable = !restriction.forbidsProfiling
        let newcomer = Newcomer(request.who, found: person)
        let isHeldOut = isUsable && isHeldOut(newcomer, person, at: now, &assignments)
        let exposure = isHeldOut || !isUsable ? nil : exposure(index, person, at: now, &assignments)
        var facts: any RuleFacts = NobodyFacts.sheet
        if let person { facts = person.facts }
        let visitor = Visitor(
            facts: facts, isNamed: person != nil, isHeldOut: isHeldOut,
            arm: exposure.flatMap { exposure in index.experiment?.arms.first { $0.key == exposure.armKey } },
            counters: CapCounters(person: person?.counters ?? [:], total: totals.current), restriction: restriction)
        let verdict = Decider.decide(index, for: visitor, at: now, explain: request.explain)
        let draft = DecisionDraft(
            id: ids.next(), requestKey: request.requestID, profile: person?.id, newcomer: newcomer, index: index, verdict: verdict, at: now,
            exposure: exposure,
            newAssignments: assignments, isHeldOut: isHeldOut)
        return (draft, visitor)
    }

    /// The global holdout: the arm once given, else the one that follows from the person's stable id, or from the only name
    /// a newcomer has.
    private func isHeldOut(_ newcomer: Newcomer?, _ person: Person?, at now: Instant, _ new: inout [Assignment]) -> Bool {
        if let arm = person?.arms[GlobalHoldout.key] { return arm == GlobalHoldout.holdout }
        guard let unit = newcomer?.value ?? person?.unit(.userId) else { return false }
        let isHeldOut = GlobalHoldout.contains(unit: unit, share: holdoutShare)
        let arm = isHeldOut ? GlobalHoldout.holdout : GlobalHoldout.treated
        new.append(Assignment(experimentKey: GlobalHoldout.key, armKey: arm, at: now))
        return isHeldOut
    }

    private func exposure(_ index: PlacementIndex, _ person: Person?, at now: Instant, _ new: inout [Assignment]) -> Assignment? {
        guard let experiment = index.experiment, let person else { return nil }
        if let arm = person.arms[experiment.key] { return Assignment(experimentKey: experiment.key, armKey: arm, at: now) }
        guard let arm = experiment.arm(forUnit: person.unit(experiment.hashAttribute)) else { return nil }
        let assignment = Assignment(experimentKey: experiment.key, armKey: arm.key, at: now)
        new.append(assignment)
        return assignment
    }

    private func decision(_ draft: DecisionDraft, _ visitor: Visitor, _ request: DecideRequest, id: DecisionID?) -> Decision {
        var explanation: JSONValue?
        if request.explain { explanation = Explanation.candidates(draft, visitor) }
        return Decision(
            id: id, index: draft.index, verdict: draft.verdict, exposure: draft.exposure, isHeldOut: draft.isHeldOut,
            explanation: explanation)
    }
}
