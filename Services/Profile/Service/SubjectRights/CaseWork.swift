import CommonModels
import FeedKit
import ProfileDomain
import ServiceKit
import StorageKit
import SubjectKit

/// What a case does to Profile itself and what it asks of the others, in the transaction that starts it.
struct CaseWork: Sendable {
    let clock: WallClock
    let feed: Feed
    let subjects: SubjectDesk
    let erasure: SubjectErasure
    let audit: AuditLog

    func carryOut(_ item: inout SubjectCase, _ person: CasePerson, in tx: any SQLTransaction) throws {
        let order = SubjectOrder(caseID: item.id, action: item.action, profileID: person.id, mergedIDs: person.merged)
        switch item.action {
        // Nothing changes; the gatherer asks every service in turn.
        case .access: break
        case .erase: try erase(&item, person, order, in: tx)
        case .restrict, .object, .lift: try restrict(item, person, order, in: tx)
        case .correct: try correct(&item, person, order, in: tx)
        }
    }

    private func erase(
        _ item: inout SubjectCase, _ person: CasePerson, _ order: SubjectOrder, in tx: any SQLTransaction
    ) throws {
        let now = clock.now()
        let identities = try person.identities(with: item.identities, in: tx)
        let beside = try SignalErasure.remove(about: identities, in: tx) + [UploadedFiles.limit(at: now, in: tx)]
        try subjects.carryOut(order, counting: beside, in: tx) { try erasure.prepare(item, person, identities, at: now, in: tx) }
        try tx.insert(
            into: "subject_erased", columns: ["profile_id", "case_id", "at"],
            rows: order.ids.map { [$0.sqlValue, item.id.sqlValue, now.sqlValue] }, onConflict: .ignore)
        item.forgetPerson()
        try publishErasure(order, in: tx)
    }

    /// The person is gone here; what their ids still lead to goes as well, and all services are told once more.
    func erase(again item: SubjectCase, in tx: any SQLTransaction) throws {
        let order = SubjectOrder(caseID: item.id, action: .erase, profileID: item.profileID, mergedIDs: item.mergedIDs)
        let files = try UploadedFiles.limit(at: clock.now(), in: tx)
        try subjects.carryOut(order, counting: [files], in: tx) { try ConsentProof.anonymize(order.ids, as: item.subjectHash, in: tx) }
        try publishErasure(order, in: tx)
    }

    private func publishErasure(_ order: SubjectOrder, in tx: any SQLTransaction) throws {
        let event = FeedEvent(
            type: FeedEventType.profileErased, profile: order.profileID, time: clock.now(), data: .object(order.members),
            topic: .governance, isDeletion: true)
        try feed.publish([event], in: tx)
    }

    /// The case itself already counts: what is forbidden follows from every case of the person that is in force.
    private func restrict(
        _ item: SubjectCase, _ person: CasePerson, _ order: SubjectOrder, in tx: any SQLTransaction
    ) throws {
        try CaseStore.save(item, in: tx)
        try subjects.carryOut(order, in: tx) {}
        let restriction = try UseRestrictions.current(of: person.ids, in: tx)
        try publish(order, restriction: restriction, in: tx)
    }

    /// Whether it can be done at all, so that a case nobody could run is not opened.
    /// - Throws: ``CaseError``.
    func check(_ request: CaseRequest, about person: CasePerson, in tx: any SQLTransaction) throws {
        guard case .correct(let corrections) = request else { return }
        _ = try IdentityRectification(corrections.identities, of: person, blocks: erasure.blocks, in: tx)
    }

    private func correct(
        _ item: inout SubjectCase, _ person: CasePerson, _ order: SubjectOrder, in tx: any SQLTransaction
    ) throws {
        guard case .correct(let corrections) = item.request else { return }
        var wrong: [IdentityKey] = []
        try subjects.carryOut(order, in: tx) {
            wrong = try SubjectCorrection(feed: feed, blocks: erasure.blocks).apply(
                corrections, to: person, by: item.id, at: clock.now(), in: tx)
        }
        item.forget(wrong)
        guard !wrong.isEmpty else { return try publish(order, restriction: nil, in: tx) }
        let hashes = wrong.map(erasure.blocks.hasher.hash)
        for var other in try CaseStore.cases(about: person.ids, in: tx) {
            if other.id != item.id {
                other.forget(wrong)
                try CaseStore.save(other, in: tx)
            }
            try CaseStore.forget(hashes, of: other, in: tx)
        }
        try publish(order, restriction: nil, in: tx)
    }

    private func publish(_ order: SubjectOrder, restriction: UseRestriction?, in tx: any SQLTransaction) throws {
        var members = order.members
        if let restriction { members["restriction"] = restriction.json }
        let event = FeedEvent(
            type: FeedEventType.profileRights, profile: order.profileID, time: clock.now(), data: .object(members), topic: .governance)
        try feed.publish([event], in: tx)
    }
}
