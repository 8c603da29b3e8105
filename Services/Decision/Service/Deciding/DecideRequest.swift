import CommonModels
import DecisionDomain

/// What a caller asks: for whom, where.
struct DecideRequest: Sendable {
    static let requestIDLengthMax = 128  // characters

    /// Whom the decision is for.
    enum Who: Sendable, Hashable {
        case profile(ProfileID)
        case identity(namespace: String, value: String)
    }

    let who: Who
    let placement: String
    /// Ask all candidates and answer what became of each.
    let explain: Bool
    /// Decide without counting, logging or exposing anybody.
    let isDryRun: Bool
    /// The caller and its own name of the request; a retry with it gets the first answer.
    let requestID: String?
    /// What the caller has seen of the feeds; it is answered from no less.
    let seen: FeedPositions

    init(who: Who, placement: String, explain: Bool = false, isDryRun: Bool = false, requestID: String? = nil, seen: FeedPositions = .none)
    {
        self.who = who
        self.placement = placement
        self.explain = explain
        self.isDryRun = isDryRun
        self.requestID = requestID
        self.seen = seen
    }

    /// Reads `{"profileId" | "identity":{"namespace","value"}, "placement", "context"?, "explain"?, "dryRun"?, "requestId"?}`.
    ///
    /// - Parameters:
    ///   - defaultID: stands for an absent `requestId`, e.g. the request's `Idempotency-Key`.
    ///   - caller: who asks; two callers may use the same request id.
    ///   - seen: comes in a header: a repeated request is the same request, however much its caller has read meanwhile.
    /// - Throws: ``DocumentProblems``
    init(json: JSONValue, defaultID: String? = nil, caller: String, seen: FeedPositions = .none) throws(DocumentProblems) {
        var reader = DocumentReader(json)
        let profile = reader.text("profileId", max: 40, required: false)
        let profileID = profile.flatMap { ProfileID($0) }
        if profile != nil, profileID == nil { reader.reject("profileId", "must be a profile id") }
        let identity = reader.value("identity").flatMap { DecideRequest.identity($0, &reader) }
        if (profile == nil) == (reader.value("identity") == nil) { reader.reject("profileId", "needs either profileId or identity") }
        let placement = reader.key("placement")
        if let context = reader.value("context"), context.objectValue == nil { reader.reject("context", "must be an object") }
        explain = reader.flag("explain")
        isDryRun = reader.flag("dryRun")
        requestID = (reader.text("requestId", max: DecideRequest.requestIDLengthMax, required: false) ?? defaultID).map {
            "\(caller) \($0)"
        }
        try reader.finish()
        guard let placement, let who = profileID.map(Who.profile) ?? identity else { throw DocumentProblems(reader.problems) }
        self.who = who
        self.placement = placement
        self.seen = seen
    }

    private static func identity(_ value: JSONValue, _ reader: inout DocumentReader) -> Who? {
        var inner = DocumentReader(value, at: "/identity")
        let namespace = inner.text("namespace", max: WordShape.namespace.lengthMax)
        let text = inner.text("value", max: 512)
        let isNamespace = namespace.map { WordShape.namespace.holds($0) } ?? false
        if namespace != nil, !isNamespace { inner.reject("namespace", "must be the name of a namespace, e.g. userId") }
        inner.closeUnknown()
        reader.absorb(inner.problems)
        guard let namespace, let text, isNamespace else { return nil }
        return .identity(namespace: namespace, value: text)
    }
}
