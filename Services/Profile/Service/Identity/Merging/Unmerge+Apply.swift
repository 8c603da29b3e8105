import CommonModels
import FeedKit
import ProfileDomain
import StorageKit

extension Unmerge {
    /// Restores both profiles and tells the feed.
    func apply(actor: String, note: String, at now: Instant, feed: Feed) throws -> UnmergeOutcome {
        let consentsBefore = try ConsentStore.load(living, in: transaction)
        try moveEvents()
        try moveIdentities()
        let traits = try separateTraits()
        try countConsents()
        let seen = try recount()
        try ApartStore.keep(living, from: restored, in: transaction)
        let outcome = try outcome(traits: traits.restored.count, events: seen.restored.events, survivorEvents: seen.survivor.events)
        try transaction.execute(
            "UPDATE profile_merge SET undone_at = $2, undone_by = $3, undone_note = $4, outcome = $5 WHERE merge_id = $1",
            [merge.id, now, actor, note, try EncodedJSON.text(outcome)])
        let news = UnmergeNews(unmerge: self, traits: traits, consentsBefore: consentsBefore, seen: seen)
        try news.publish(at: now, to: feed)
        return outcome
    }

    /// What would come of it, counted before anything is changed.
    func preview() throws -> UnmergeOutcome {
        let present = try TraitStore.load([living], in: transaction)[living] ?? [:]
        let own = try EventAttribution.Seen.load(family.map(\.rawValue), in: transaction).events
        let all = try EventAttribution.Seen.load(others.map(\.rawValue), in: transaction).events
        return try outcome(
            traits: TraitSeparation(merge, present: present, events).restored.count, events: own + events.moved.count,
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
            "UPDATE event SET profile_id = $1 WHERE event_seq = $2", events.moved.map { [restored.sqlValue, $0.sequence.sqlValue] })
        // The proof of a consent belongs to whose event stated it.
        try transaction.executeMany(
            "UPDATE consent_record SET profile_id = $1 WHERE profile_id = $2 AND event_id = $3",
            events.moved.filter(\.isConsent).map { [restored.sqlValue, $0.profile.sqlValue, $0.eventId.sqlValue] })
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
        let present = try TraitStore.load([living], in: transaction)[living] ?? [:]
        let traits = TraitSeparation(merge, present: present, events)
        try TraitStore.save(
            [restored: traits.restored, living: traits.changed], removed: traits.removed.map { (living, $0) }, in: transaction)
        return traits
    }

    /// What each said last, by the proofs each has.
    private func countConsents() throws {
        for (profile, ids) in [(restored, family), (living, others)] {
            try transaction.execute("DELETE FROM consent WHERE profile_id = $1", [profile])
            for id in ids {
                try transaction.execute(
                    """
                    INSERT INTO consent (profile_id, purpose, channel, status, at, source, expires_at)
                    SELECT $1, purpose, channel, status, at, source, expires_at FROM (
                        SELECT purpose, channel, status, at, source, expires_at,
                            row_number() OVER (PARTITION BY purpose, channel ORDER BY at DESC, record_id DESC) AS place
                        FROM consent_record WHERE profile_id = $2) AS said WHERE place = 1
                    ON CONFLICT (profile_id, purpose, channel) DO UPDATE SET status = excluded.status, at = excluded.at,
                        source = excluded.source, expires_at = excluded.expires_at WHERE excluded.at > consent.at
                    """, [profile, id])
            }
        }
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
