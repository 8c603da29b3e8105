import CommonModels
import ProfileDomain

/// A case as the API answers it.
struct CaseView {
    let entry: CaseStore.Entry
    let now: Instant

    var json: JSONValue {
        get throws {
            let item = entry.item
            var members: JSONObject = ["id": .string(item.id.rawValue), "state": .string(item.state.rawValue)]
            members["isOverdue"] = .bool(item.isOverdue(at: now))
            members["profileId"] = .string(item.profileID.rawValue)
            members["subjectHash"] = .string(item.subjectHash)
            members["openedAt"] = .string(item.openedAt.rfc3339)
            members["dueAt"] = .string(item.dueAt.rfc3339)
            if let finishedAt = item.finishedAt { members["finishedAt"] = .string(finishedAt.rfc3339) }
            if let until = entry.bundleUntil { members["bundleUntil"] = .string(until.rfc3339) }
            for (name, value) in try item.document.objectValue ?? [:] { members[name] = value }
            members["confirmations"] = .array(try entry.confirmations.map { try JSONValue(encoding: $0) })
            members["waitingFor"] = .array(entry.waiting.map { .string($0.rawValue) })
            members["leftWith"] = .array(entry.leaving.map { .string($0.rawValue) })
            return .object(members)
        }
    }
}

extension CaseStore.Entry {
    /// What the services said of what they were asked last. Who said that something is left, and was asked again, has not
    /// answered yet.
    var present: [ServiceName: CaseConfirmation] {
        let askedAgain = item.notes.last { $0.step == "askedAgain" }?.at
        return confirmations.filter { confirmation in
            confirmation.action == item.action
                && (confirmation.left == 0 || askedAgain.map { confirmation.receivedAt > $0 } ?? true)
        }.reduce(into: [:]) { $0[$1.service] = $1 }
    }

    /// Services that say something of the person is left with them.
    var leaving: [ServiceName] {
        guard item.state == .running else { return [] }
        return ServiceName.allCases.filter { present[$0].map { $0.left > 0 } ?? false }
    }

    /// Services that have not confirmed yet what they were asked.
    var waiting: [ServiceName] {
        guard item.state == .running || item.state == .lifting else { return [] }
        let present = self.present
        return ServiceName.allCases.filter { present[$0] == nil }
    }
}
