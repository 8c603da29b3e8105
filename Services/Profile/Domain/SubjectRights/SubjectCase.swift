package import CommonModels

/// One person's request about their own data, from the asking to the last service's confirmation.
///
/// `open → verified → running → completed`; a restriction or objection goes on `→ lifting → lifted`. Before it runs it may
/// be refused, with the reason the person is told.
package struct SubjectCase: Hashable, Sendable, Identifiable {
    package static let notesMax = 200

    package let id: CaseID
    package private(set) var request: CaseRequest
    package let law: CaseLaw
    /// The living profile at the time.
    package let profileID: ProfileID
    /// Ids that were merged into it.
    package private(set) var mergedIDs: [ProfileID]
    /// Keyed hash of the profile: what links the case to proofs of consent after the person was erased.
    package let subjectHash: String
    /// The identities the case was opened with; empty once they were erased. Their keyed hashes are kept beside the case.
    package private(set) var identities: [IdentityKey]
    package let openedAt: Instant
    package let openedBy: String
    package let dueAt: Instant
    package private(set) var state: CaseState
    package private(set) var check: IdentityCheck?
    package private(set) var startedAt: Instant?
    package private(set) var finishedAt: Instant?
    package private(set) var notes: [CaseNote]

    package init(
        id: CaseID, request: CaseRequest, law: CaseLaw, profileID: ProfileID, mergedIDs: [ProfileID], subjectHash: String,
        identities: [IdentityKey], openedAt: Instant, openedBy: String, note: String
    ) {
        self.id = id
        self.request = request
        self.law = law
        self.profileID = profileID
        self.mergedIDs = mergedIDs
        self.subjectHash = subjectHash
        self.identities = identities
        self.openedAt = openedAt
        self.openedBy = openedBy
        dueAt = law.due(openedAt: openedAt)
        state = .open
        notes = [CaseNote(step: "opened", at: openedAt, by: openedBy, text: note)]
    }

    package var ids: [ProfileID] { [profileID] + mergedIDs }
    /// What the services are asked to do now, or were asked last.
    package var action: SubjectAction {
        switch state {
        case .lifting, .lifted: .lift
        case .open, .verified, .running, .completed, .refused: request.action
        }
    }

    package func isOverdue(at now: Instant) -> Bool { state.isPending && dueAt <= now }

    /// - Throws: ``CaseError/outOfOrder(state:)`` unless the case is open.
    package mutating func verify(_ check: IdentityCheck, note: String) throws(CaseError) {
        guard state == .open else { throw .outOfOrder(state: state) }
        self.check = check
        state = .verified
        write("checked", at: check.at, by: check.by, note)
    }

    /// - Throws: ``CaseError/outOfOrder(state:)`` unless somebody checked who asks.
    package mutating func start(by actor: String, at now: Instant, merged: [ProfileID]) throws(CaseError) {
        guard state == .verified else { throw .outOfOrder(state: state) }
        state = .running
        startedAt = now
        mergedIDs = merged
        write("started", at: now, by: actor)
    }

    /// Somebody asks once more those who said that something is left.
    /// - Throws: ``CaseError/outOfOrder(state:)`` unless it is an erasure that runs.
    package mutating func askAgain(by actor: String, at now: Instant) throws(CaseError) {
        guard state == .running, request == .erase else { throw .outOfOrder(state: state) }
        write("askedAgain", at: now, by: actor)
    }

    /// - Throws: ``CaseError/outOfOrder(state:)`` once it runs.
    package mutating func refuse(by actor: String, at now: Instant, reason: String) throws(CaseError) {
        guard state == .open || state == .verified else { throw .outOfOrder(state: state) }
        state = .refused
        finishedAt = now
        write("refused", at: now, by: actor, reason)
    }

    /// - Throws: ``CaseError/outOfOrder(state:)`` unless it is a completed restriction or objection.
    package mutating func lift(by actor: String, at now: Instant, note: String) throws(CaseError) {
        guard state == .completed, request.canBeLifted else { throw .outOfOrder(state: state) }
        state = .lifting
        write("lifted", at: now, by: actor, note)
    }

    /// Every service has confirmed ``action``.
    package mutating func complete(at now: Instant) {
        switch state {
        case .running: state = .completed
        case .lifting: state = .lifted
        case .open, .verified, .completed, .lifted, .refused: return
        }
        finishedAt = now
        write("completed", at: now, by: "profile")
    }

    /// Adds to the record; at most ``notesMax`` entries, of which the first are kept.
    package mutating func write(_ step: String, at now: Instant, by actor: String, _ text: String = "") {
        guard notes.count < Self.notesMax else { return }
        notes.append(CaseNote(step: step, at: now, by: actor, text: String(text.prefix(CaseNote.textLengthMax))))
    }

    /// Takes out what turned out not to be the person's: it may be somebody else's.
    package mutating func forget(_ wrong: some Sequence<IdentityKey>) {
        let wrong = Set(wrong)
        identities.removeAll { wrong.contains($0) }
        if startedAt != nil { request = request.withoutWrong }
    }

    /// Takes out of the case itself what tells whom it was about.
    package mutating func forgetPerson() {
        identities = []
        request = request.withoutValues
        notes = notes.map { CaseNote(step: $0.step, at: $0.at, by: $0.by) }
    }
}

extension SubjectCase {
    /// What is stored and answered beside the columns it is listed by.
    package var document: JSONValue {
        get throws {
            var members: JSONObject = [
                "request": .object(request.json), "law": .string(law.rawValue),
                "mergedIds": .array(mergedIDs.map { .string($0.rawValue) }),
                "identities": .array(
                    identities.map { ["namespace": .string($0.namespace.rawValue), "value": .string($0.value)] }),
                "openedBy": .string(openedBy), "notes": try JSONValue(encoding: notes),
            ]
            if let check { members["check"] = try JSONValue(encoding: check) }
            if let startedAt { members["startedAt"] = .string(startedAt.rfc3339) }
            return .object(members)
        }
    }

    /// Reads it back. Nil when the document is not one of ours.
    package init?(
        id: CaseID, state: CaseState, profileID: ProfileID, subjectHash: String, openedAt: Instant, dueAt: Instant,
        finishedAt: Instant?, document: JSONValue
    ) {
        guard let told = document["request"], let request = try? CaseRequest(json: told),
            let law = document["law"]?.stringValue.flatMap({ CaseLaw(rawValue: $0) }),
            let notes = try? document["notes"]?.decode([CaseNote].self), let openedBy = document["openedBy"]?.stringValue
        else { return nil }
        self.id = id
        self.state = state
        self.profileID = profileID
        self.subjectHash = subjectHash
        self.openedAt = openedAt
        self.dueAt = dueAt
        self.finishedAt = finishedAt
        self.request = request
        self.law = law
        self.notes = notes
        self.openedBy = openedBy
        mergedIDs = document["mergedIds"]?.arrayValue?.compactMap { $0.stringValue.flatMap { ProfileID($0) } } ?? []
        identities =
            document["identities"]?.arrayValue?.compactMap { identity in
                guard let namespace = identity["namespace"]?.stringValue.flatMap({ IdentityNamespace(key: $0) }),
                    let value = identity["value"]?.stringValue
                else { return nil }
                return IdentityKey(trusted: namespace, value)
            } ?? []
        check = try? document["check"]?.decode(IdentityCheck.self)
        startedAt = document["startedAt"]?.stringValue.flatMap { Instant(rfc3339: $0) }
    }
}
