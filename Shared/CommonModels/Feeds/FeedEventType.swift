/// The types of events in the services' feeds; each names the shape of `data`.
package enum FeedEventType {
    /// ``CustomerEvent``
    package static let customerEvent = "io.maru.profile.event"
    /// `{profileId, traits: {name: TraitView}, removedTraits: [name], identities: [IdentityView], removedIdentities?: [{namespace, value}],
    /// consents: [ConsentView]}`, changes only.
    package static let profileChanged = "io.maru.profile.changed"
    /// `{profileId, mergedProfileId, reason}`; `profileId` lives on.
    package static let profileMerged = "io.maru.profile.merged"
    /// `{profileId, restoredProfileId, restoredIds: [id], eventIds: [id], isLast, seen?: {first, last}, survivorSeen?, mergeId}`: a merge
    /// was undone. Every id of `restoredIds` resolves to the restored profile; `eventIds`, over several events up to the one
    /// that `isLast`, are all that happened to it.
    package static let profileUnmerged = "io.maru.profile.unmerged"
    /// A tombstone: `{profileId, mergedIds, caseId?, action: "erase"}`; of the person nothing else is in the feed.
    package static let profileErased = "io.maru.profile.erased"
    /// ``ConsentPolicy``: what holds for people who were never asked. Published when it changes, and again every week.
    package static let consentPolicy = "io.maru.profile.consentPolicy"
    /// `{profileId, mergedIds, caseId, action, restriction: UseRestriction}`: what the person's data may not be used for from here on.
    package static let profileRights = "io.maru.profile.rights"
    /// ``ExternalSignal``: something that happened to nobody in particular; of no profile.
    package static let profileSignal = "io.maru.profile.signal"
    /// `{version, labels, policies, reads, inherited?}`: ``PolicyBook``, whole. `version` counts up with every change of it.
    package static let governanceBook = "io.maru.profile.governance"
    /// `{version, events: EventRetention}`: how long copies of events may be kept. `version` counts up with every change.
    package static let eventRetention = "io.maru.profile.retention"
    /// `{segmentId, profileId, at, reason, version}`
    package static let segmentEntered = "io.maru.segment.entered"
    package static let segmentLeft = "io.maru.segment.left"
    /// `{segmentId, key, name: {ko, en}, status, version}`
    package static let segmentDefinition = "io.maru.segment.definition"
    /// `{itemId, key, version, kind, locales}`
    package static let contentPublished = "io.maru.content.published"
    /// `{decisionId, profileId, placement, offerId?, offerKey?, reason, experiment?: {key, arm}, holdout, at}`
    package static let decided = "io.maru.decision.decided"
    /// `{decisionId, profileId, offerId, kind, revenue?, at}`
    package static let decisionFeedback = "io.maru.decision.feedback"
    /// `{runId, journeyId, journeyKey, version, profileId, nodeId, outcome, channel?, reason?, at}`
    package static let journeyStep = "io.maru.journey.step"
    /// `{initiativeId, change, at}`
    package static let budgetChanged = "io.maru.reporting.budget"
}
