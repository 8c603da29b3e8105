package import CommonModels

/// Something the CoE pays for from the pool, with who sponsors it and who bears which share.
package struct Initiative: Hashable, Sendable, Identifiable {
    package static let nameLengthMax = 80  // characters

    package let id: InitiativeID
    package let name: String
    package let sponsor: DepartmentID
    package private(set) var shares: [CostShare]
    /// Minor units asked for.
    package let requested: Int64
    package private(set) var status: Status
    /// The experiment whose incremental revenue counts as this initiative's return; nil when none is attributed.
    package let experimentKey: String?

    package enum Status: String, Hashable, Sendable, CaseIterable {
        case proposed, approved, declined, closed
    }

    /// - Throws: ``BudgetProblem`` for a bad name, amount or shares.
    package init(
        id: InitiativeID, name: String, sponsor: DepartmentID, shares: [CostShare], requested: Int64, status: Status = .proposed,
        experimentKey: String? = nil
    ) throws(BudgetProblem) {
        guard (1...Self.nameLengthMax).contains(name.count) else { throw .nameInvalid(max: Self.nameLengthMax) }
        guard requested > 0 else { throw .amountNotPositive }
        guard requested <= Ledger.amountMax else { throw .amountTooLarge }
        try CostShare.check(shares)
        self.id = id
        self.name = name
        self.sponsor = sponsor
        self.shares = shares
        self.requested = requested
        self.status = status
        self.experimentKey = experimentKey
    }

    /// Approves or declines a proposal.
    /// - Throws: ``BudgetProblem/alreadyDecided(_:)``
    package mutating func decide(approve: Bool) throws(BudgetProblem) {
        guard status == .proposed else { throw .alreadyDecided(id) }
        status = approve ? .approved : .declined
    }

    /// - Throws: ``BudgetProblem/notApproved(_:)`` unless money may move.
    package func requireApproved() throws(BudgetProblem) {
        guard status == .approved else { throw .notApproved(id) }
    }
}
