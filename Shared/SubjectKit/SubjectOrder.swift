package import CommonModels

/// What Profile's feed asks every service to do with one person, and under which case.
package struct SubjectOrder: Hashable, Sendable {
    /// Ids one person may have had; Profile never sends more.
    package static let idsMax = 1_000

    /// nil when nobody asked: profiles that retention ends. Then nothing is confirmed.
    package let caseID: CaseID?
    package let action: SubjectAction
    package let profileID: ProfileID
    /// Ids that were merged into `profileID`.
    package let mergedIDs: [ProfileID]

    /// The living id first.
    package var ids: [ProfileID] { [profileID] + mergedIDs }

    package init(caseID: CaseID?, action: SubjectAction, profileID: ProfileID, mergedIDs: [ProfileID]) {
        self.caseID = caseID
        self.action = action
        self.profileID = profileID
        self.mergedIDs = mergedIDs
    }

    /// - Returns: nil for an event that asks nothing of the kind.
    package init?(_ event: CloudEvent) {
        guard event.type == FeedEventType.profileErased || event.type == FeedEventType.profileRights,
            let action = event.data["action"]?.stringValue.flatMap({ SubjectAction(rawValue: $0) }),
            let profileID = event.data["profileId"]?.stringValue.flatMap({ ProfileID($0) })
        else { return nil }
        let merged = event.data["mergedIds"]?.arrayValue?.compactMap { $0.stringValue.flatMap { ProfileID($0) } } ?? []
        let caseID = event.data["caseId"]?.stringValue.flatMap { CaseID($0) }
        self.init(caseID: caseID, action: action, profileID: profileID, mergedIDs: merged)
    }

    /// The members every order has on the wire.
    package var members: JSONObject {
        var members: JSONObject = [
            "profileId": .string(profileID.rawValue), "mergedIds": .array(mergedIDs.map { .string($0.rawValue) }),
            "action": .string(action.rawValue),
        ]
        if let caseID { members["caseId"] = .string(caseID.rawValue) }
        return members
    }
}
