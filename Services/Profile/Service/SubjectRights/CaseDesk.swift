import CommonModels
import FeedKit
import ProfileDomain
import ServiceKit
import StorageKit
import SubjectKit

/// Everything that is done with a case, each step in one transaction, in the audit log and in the case's own record.
struct CaseDesk: Sendable {
    let frame: ServiceFrame
    let hasher: SubjectHasher
    let work: CaseWork
    /// Wakes who gathers for access cases.
    let gathering: CaseSignal

    private var database: any Database { frame.database }

    /// Whom a case is about, as the one who opens it knows them.
    enum Subject: Sendable {
        case profile(ProfileID)
        case identity(IdentityKey)
    }

    /// - Throws: ``CaseError/unknownPerson``, ``CaseError/alreadyOpen(_:)``; where an identity cannot be corrected, why.
    func open(
        _ request: CaseRequest, about subject: Subject, law: CaseLaw, note: String, by context: ServiceContext
    ) async throws -> CaseID {
        let id: CaseID = frame.ids.next()
        let (now, actor) = (frame.clock.now(), context.actor)
        try await database.write { tx in
            guard let person = try CasePerson.find(subject, in: tx) else { throw CaseError.unknownPerson }
            let known = try CaseStore.cases(about: person.ids, in: tx)
            if let open = known.first(where: { $0.state.isPending && $0.request.action == request.action }) {
                throw CaseError.alreadyOpen(open.id)
            }
            try work.check(request, about: person, in: tx)
            let item = SubjectCase(
                id: id, request: request, law: law, profileID: person.id, mergedIDs: person.merged, subjectHash: hasher.hash(person.id),
                identities: person.identities, openedAt: now, openedBy: actor, note: note)
            try CaseStore.insert(item, hashes: person.identities.map(hasher.hash), in: tx)
            try record("case.opened", item, context, in: tx)
        }
        return id
    }

    func verify(_ id: CaseID, method: IdentityCheck.Method, note: String, by context: ServiceContext) async throws {
        let check = IdentityCheck(method: method, by: context.actor, at: frame.clock.now())
        try await change(id, "case.checked", context) { item, _ in try item.verify(check, note: note) }
    }

    func refuse(_ id: CaseID, reason: String, by context: ServiceContext) async throws {
        let now = frame.clock.now()
        try await change(id, "case.refused", context) { item, _ in try item.refuse(by: context.actor, at: now, reason: reason) }
    }

    func note(_ id: CaseID, text: String, by context: ServiceContext) async throws {
        let now = frame.clock.now()
        try await change(id, "case.noted", context) { item, _ in item.write("note", at: now, by: context.actor, text) }
    }

    /// Asks all six services to do what the person asks for; once more where something was left of somebody erased.
    func start(_ id: CaseID, by context: ServiceContext) async throws {
        let now = frame.clock.now()
        if let entry = try await CaseStore(database: database).entry(id), !entry.leaving.isEmpty {
            return try await change(id, "case.asked-again", context) { item, tx in
                try tx.serialize(on: "profile-identity")
                try item.askAgain(by: context.actor, at: now)
                try work.erase(again: item, in: tx)
            }
        }
        try await change(id, "case.started", context) { item, tx in
            guard item.state == .verified else { throw CaseError.outOfOrder(state: item.state) }
            try tx.serialize(on: "profile-identity")
            guard let person = try CasePerson.find(.profile(item.profileID), in: tx) else { throw CaseError.unknownPerson }
            try item.start(by: context.actor, at: now, merged: person.ids.filter { $0 != item.profileID })
            try work.carryOut(&item, person, in: tx)
        }
        gathering.wake()
    }

    /// Ends a restriction or an objection in all six services.
    func lift(_ id: CaseID, note: String, by context: ServiceContext) async throws {
        let now = frame.clock.now()
        try await change(id, "case.lifted", context) { item, tx in
            try tx.serialize(on: "profile-identity")
            guard let person = try CasePerson.find(.profile(item.profileID), in: tx) else { throw CaseError.unknownPerson }
            try item.lift(by: context.actor, at: now, note: note)
            try work.carryOut(&item, person, in: tx)
        }
    }

    private func change(
        _ id: CaseID, _ action: String, _ context: ServiceContext,
        _ change: @escaping @Sendable (inout SubjectCase, any SQLTransaction) throws -> Void
    ) async throws {
        try await database.write { tx in
            var item = try CaseStore.required(id, in: tx)
            try change(&item, tx)
            try CaseStore.save(item, in: tx)
            try record(action, item, context, in: tx)
        }
    }

    private func record(_ action: String, _ item: SubjectCase, _ context: ServiceContext, in tx: any SQLTransaction) throws {
        try frame.audit.record(
            context, action: action, object: item.id.rawValue,
            detail: ["kind": .string(item.request.action.rawValue), "profileId": .string(item.profileID.rawValue)], in: tx)
    }
}

extension ServiceContext {
    /// Who asks, as audit and cases name them.
    var actor: String { principal?.id ?? "anonymous" }
}
