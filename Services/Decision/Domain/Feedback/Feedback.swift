package import CommonModels

/// A response to one offer of one decision, told by the channel that showed it. Its id makes a retry harmless.
package struct Feedback: Hashable, Sendable {
    package static let idLengthMax = 128  // characters

    /// The sender's own id; distinct within a decision.
    package let id: String
    package let decisionID: DecisionID
    /// Nil when the decision had exactly one offer.
    package let offerID: OfferID?
    package let kind: FeedbackKind
    package let revenue: Money?
    /// When it happened; nil for now.
    package let at: Instant?

    /// What it is stored by: two senders may use the same id for different decisions.
    package var key: String { "\(decisionID.rawValue)/\(id)" }

    /// Reads `{"id","decisionId","offerId"?,"kind","revenue"?,"at"?}`.
    ///
    /// - Parameter defaultID: stands for an absent `id`, e.g. the request's `Idempotency-Key`.
    /// - Throws: ``DocumentProblems`` with the pointer of every mistake.
    package init(json: JSONValue, defaultID: String? = nil) throws(DocumentProblems) {
        var reader = DocumentReader(json)
        let id = reader.text("id", max: Feedback.idLengthMax, required: defaultID == nil) ?? defaultID
        let decision = reader.text("decisionId", max: 40)
        let decisionID = decision.flatMap { DecisionID($0) }
        if decision != nil, decisionID == nil { reader.reject("decisionId", "must be a decision id") }
        let offer = reader.text("offerId", max: 40, required: false)
        if let offer, OfferID(offer) == nil { reader.reject("offerId", "must be an offer id") }
        let kind: FeedbackKind? = reader.choice("kind")
        let revenue = reader.value("revenue")
        let money = revenue.flatMap { Money(json: $0) }
        if revenue != nil, money == nil { reader.reject("revenue", #"must be {"amount":"12.50","currency":"KRW"}"#) }
        if money != nil, let kind, kind != .conversion { reader.reject("revenue", "belongs to a conversion") }
        let at = reader.instant("at")
        try reader.finish()
        guard let id, let decisionID, let kind else { throw DocumentProblems(reader.problems) }
        self.id = id
        self.decisionID = decisionID
        self.offerID = offer.flatMap { OfferID($0) }
        self.kind = kind
        self.revenue = money
        self.at = at
    }
}
