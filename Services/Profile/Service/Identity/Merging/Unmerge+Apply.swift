import CommonModels
import FeedKit
import ProfileDomain
import StorageKit

extension Unmerge {
    /// Restores both profiles and tells the feed.
    func apply(actor: String, note: String, at now: Instant, feed: Feed) throws -> UnmergeOutcome {
        let knownBefore = try known()
        let consentsBefore = try ConsentStore.load(living, in: transaction)
        try moveEvents()
        try moveIdentities()
        let traits = try separateTraits()
        try countConsents()
        let seen = try recount()
        try PopulationStore.add(ProfileCounts(living: 1, known: try known() - knownBefore, merged: -1), in: transaction)
        try ApartStore.keep(living, from: restored, in: transaction)
        let outcome = try outcome(traits: traits.restored.views.count, events: seen.restored.events, survivorEvents: seen.survivor.events)
        try transaction.execute(
            "UPDATE profile_merge SET undone_at = $2, undone_by = $3, undone_note = $4, outcome = $5 WHERE merge_id = $1",
            [merge.id, now, actor, note, try EncodedJSON.text(outcome)])
        let news = UnmergeNews(unmerge: self, traits: traits, consentsBefore: consentsBefore, seen: seen)
        try news.publish(at: now, to: feed)
        try feed.publish(try computeAnew(at: now), in: transaction)
        return outcome
    }

    /// What would come of it, counted before anything is changed.
    func preview() throws -> UnmergeOutcome {
        let present = try TraitStore.profiles.sheets(of: [living], in: transaction)[living] ?? TraitSheet()
        let plan = try TraitPlanCache().plan(in: transaction)
        let own = try EventAttribution.Seen.load(family.map(\.rawValue), in: transaction).events
        let all = try EventAttribution.Seen.load(others.map(\.rawValue), in: transaction).events
        return try outcome(
            traits: TraitSeparation(merge, present: present, events, under: plan.priorities).restored.views.count,
            events: own + events.moved.count,
            survivorEvents: all - events.moved.count)
    }

    private func outcome(traits: Int, events total: Int, survivorEvents: Int) throws -> UnmergeOutcome {
        func named(_ keys: [IdentityKey]) -> [IdentityName] { keys.map { IdentityName(namespace: $0.namespace.rawValue, value: $0.value) } }
        var left: [UnmergeOutcome.NotSeparated] = []
        let mixed = events.mixed(returning)
        if mixed > 0 { left.append(.init(.mixedEvents, count: mixed)) }
        if events.nameless > 0 { left.append(.init(.namelessEvents, count: events.nameless)) }
        return UnmergeOutcome(
            mergeId: merge.id, survivorId: living, restoredId: restored, resolvingIds: Array(family.dropFirst()),
            identities: named(returning), identitiesElsewhere: named(elsewhere), events: total, eventsSince: events.moved.count,
            survivorEvents: survivorEvents, traits: traits, notSeparated: left + UnmergeOutcome.elsewhere)
    }

    private func moveEvents() throws {
        try transaction.executeMany(
            "UPDATE event SET profile_id = $1 WHERE event_seq = $2", events.moved.map { [restored.sqlValue, .integer($0.place.sequence)] })
        try EventPlaces.remove(events.moved.map(\.place), in: transaction)
        try EventPlaces.add(events.moved.map { $0.place.moved(to: restored) }, in: transaction)
    }

    private func moveIdentities() throws {
        try transaction.execute("UPDATE profile SET merged_into = NULL WHERE profile_id = $1", [restored])
        try transaction.executeMany(
            "UPDATE profile SET merged_into = $1 WHERE profile_id = $2", family.dropFirst().map { [restored.sqlValue, $0.sqlValue] })
        try transaction.executeMany(
            "UPDATE identity SET profile_id = $1 WHERE namespace = $2 AND value = $3",
            returning.map { [restored.sqlValue, .text($0.namespace.rawValue), .text($0.value)] })
    }

    private func separateTraits() throws -> TraitSeparation {
        let present = try TraitStore.profiles.sheets(of: [living], in: transaction)[living] ?? TraitSheet()
        let plan = try TraitPlanCache().plan(in: transaction)
        let traits = TraitSeparation(merge, present: present, events, under: plan.priorities)
        try TraitStore.profiles.save(
            [restored.rawValue: traits.restored.statements, living.rawValue: traits.written], in: transaction)
        try TraitStore.profiles.remove(traits.dropped.map { (living.rawValue, $0) }, in: transaction)
        return traits
    }

    /// What each said last. Proofs stay under the id they were recorded for; whose they are, their event says.
    private func countConsents() throws {
        let moved = Set(events.moved.lazy.filter(\.isConsent).map(\.eventId))
        var latest: [ProfileID: [ConsentSubject: ConsentView]] = [restored: [:], living: [:]]
        for (profile, ids) in [(restored, family), (living, others)] {
            for id in ids {
                let rows = try transaction.rows(
                    """
                    SELECT purpose, channel, status, at, source, expires_at, event_id FROM consent_record WHERE profile_id = $1
                    ORDER BY at, record_id
                    """, [id])
                for row in rows {
                    let view = try ConsentStore.view(row)
                    let event: EventID? = try row.idOrNull("event_id")
                    let owner = event.map { moved.contains($0) } ?? false ? restored : profile
                    let subject = ConsentSubject(purpose: view.purpose, channel: view.channel)
                    if let known = latest[owner]?[subject], known.at > view.at { continue }
                    latest[owner]?[subject] = view
                }
            }
        }
        for (profile, views) in latest {
            try transaction.execute("DELETE FROM consent WHERE profile_id = $1", [profile])
            try transaction.insert(
                into: "consent", columns: ["profile_id", "purpose", "channel", "status", "at", "source", "expires_at"],
                rows: views.values.map {
                    [
                        profile.sqlValue, .text($0.purpose.rawValue), .text($0.channel.rawValue), .text($0.status.rawValue), $0.at.sqlValue,
                        .text($0.source), $0.expiresAt.sqlValue,
                    ]
                })
        }
    }

    private struct ConsentSubject: Hashable {
        let purpose: Purpose
        let channel: Channel
    }

    /// Computed traits and estimates of both, from the events each has now.
    private func computeAnew(at now: Instant) throws -> [FeedEvent] {
        let planned = try TraitPlanCache().plan(in: transaction).traits
        let states = try ComputedRebuild.states([living: planned, restored: planned], now: now, in: transaction)
        var ledger = try ComputedLedger(of: [living, restored], at: now, in: transaction)
        for id in [living, restored] {
            for trait in planned { ledger.settle(trait, states[id]?[trait.trait.key.rawValue] ?? ComputedState(), of: id, isTold: true) }
            let estimates = try EstimateRebuild.estimates(of: id == living ? others : family, in: transaction)
            for habit in Habit.allCases { ledger.settle(habit, estimates[habit] ?? Estimate(), of: id, isTold: true) }
        }
        return try ledger.save(in: transaction)
    }

    /// How many of the two are known by a value that names a person.
    private func known() throws -> Int64 {
        let sql = "SELECT profile_id FROM profile WHERE merged_into IS NULL AND is_known = 1 AND profile_id IN"
        return Int64(
            try transaction.rows(sql, in: [living.rawValue, restored.rawValue]).reduce(into: Set<String>()) {
                $0.insert(try $1.text("profile_id"))
            }.count)
    }

    private func recount() throws -> (restored: EventAttribution.Seen, survivor: EventAttribution.Seen) {
        let people = rules.definitions.filter { $0.holder == .person }.map { "'\($0.namespace.rawValue)'" }.joined(separator: ", ")
        func recount(_ profile: ProfileID, _ ids: [ProfileID]) throws -> EventAttribution.Seen {
            let seen = try EventAttribution.Seen.load(ids.map(\.rawValue), in: transaction)
            try transaction.execute(
                """
                UPDATE profile SET event_count = $2, first_seen = coalesce($3, first_seen), last_seen = coalesce($4, last_seen),
                    seen_day = coalesce($5, seen_day), is_known = CASE WHEN EXISTS (
                        SELECT 1 FROM identity WHERE identity.profile_id = $1 AND namespace IN (\(people))) THEN 1 ELSE 0 END
                WHERE profile_id = $1
                """, [profile, seen.events, seen.first, seen.last, seen.last?.utcDay])
            return seen
        }
        return (try recount(restored, family), try recount(living, others))
    }
}
