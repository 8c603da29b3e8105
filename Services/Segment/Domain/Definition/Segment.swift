package import CommonModels
package import RuleKit

/// A named audience defined by one rule.
package struct Segment: Hashable, Sendable, Identifiable {
    package enum Status: String, Hashable, Sendable, Codable, CaseIterable {
        /// Can be edited and previewed; has no members, or its last ones are leaving.
        case draft
        /// Its members are kept true.
        case active
        /// Kept for the record; has no members.
        case archived
    }

    package let id: SegmentID
    package let key: SegmentKey
    package private(set) var name: SegmentName
    package private(set) var rule: Rule
    package private(set) var status: Status
    /// Rises with every change of the rule or the status.
    package private(set) var version: Int
    package let createdAt: Instant
    package private(set) var updatedAt: Instant
    package private(set) var activatedAt: Instant?
    /// Why it is a draft again: a policy came to stand against what it looks at.
    package private(set) var suspension: PolicyRefusal?

    /// A new draft.
    package init(id: SegmentID, key: SegmentKey, name: SegmentName, rule: Rule, at now: Instant) {
        self.init(
            id: id, key: key, name: name, rule: rule, status: .draft, version: 1, createdAt: now, updatedAt: now, activatedAt: nil)
    }

    /// One that was stored.
    package init(
        id: SegmentID, key: SegmentKey, name: SegmentName, rule: Rule, status: Status, version: Int, createdAt: Instant,
        updatedAt: Instant, activatedAt: Instant?, suspension: PolicyRefusal? = nil
    ) {
        self.id = id
        self.key = key
        self.name = name
        self.rule = rule
        self.status = status
        self.version = version
        self.createdAt = createdAt
        self.updatedAt = updatedAt
        self.activatedAt = activatedAt
        self.suspension = suspension
    }

    /// - Throws: ``SegmentError/archived``.
    package mutating func replaceRule(_ rule: Rule, at now: Instant) throws(SegmentError) {
        guard status != .archived else { throw .archived }
        guard rule != self.rule else { return }
        self.rule = rule
        advance(at: now)
    }

    /// - Throws: ``SegmentError/archived``, ``SegmentError/alreadyActive``.
    package mutating func activate(at now: Instant) throws(SegmentError) {
        switch status {
        case .archived: throw .archived
        case .active: throw .alreadyActive
        case .draft: break
        }
        status = .active
        activatedAt = now
        suspension = nil
        advance(at: now)
    }

    /// What it looks at may not be used for segments any more: a draft again, until somebody changes its rule or the policy and
    /// activates it. Changes nothing unless it is active.
    package mutating func suspend(because refusal: PolicyRefusal, at now: Instant) {
        guard status == .active else { return }
        status = .draft
        suspension = refusal
        advance(at: now)
    }

    /// - Throws: ``SegmentError/archived`` when it is already.
    package mutating func archive(at now: Instant) throws(SegmentError) {
        guard status != .archived else { throw .archived }
        status = .archived
        suspension = nil
        advance(at: now)
    }

    private mutating func advance(at now: Instant) {
        version += 1
        updatedAt = now
    }
}
