import CommonModels
import ProfileDomain

/// A call made ready before it queues for the writer: everything that needs no database is already known.
///
/// A class, since the writer walks over a batch several times and copying one event would touch a dozen strings.
final class PreparedEvent: Sendable {
    let id: EventID
    let messageId: String
    let call: IncomingCall
    let time: Instant
    let claims: IdentityClaims
    /// Of the rules the claims were read by.
    let rulesVersion: Int64
    /// identify: the stated traits.
    let traits: JSONObject?
    /// identify: whether the traits are the person's own answers (`context.zeroParty`).
    let traitKind: TraitKind
    let consent: ConsentRecord?
    /// What its context says of consent; nil for most.
    let signals: ContextSignals?
    /// The properties, where a computed trait looks at the event.
    private let properties: JSONObject?
    /// Of the tracking plan it was judged by, and what that said; nil for an event it says nothing of.
    private let judgedBy: Int64
    private let judgement: PlanJudgement?

    init(
        _ call: IncomingCall, id: EventID, source: String, receivedAt: Instant, limits: IngestLimits, rules: IdentityRules,
        plan: TraitPlan = .empty, tracking: TrackingPlan = .empty, isOwn: Bool = false
    ) throws(IngestRejection) {
        let time = try EventTime.corrected(
            original: call.originalTime, sentAt: call.sentAt, receivedAt: receivedAt, limits: limits)
        var traits: JSONObject?
        var consent: ConsentRecord?
        let signals = ContextSignals(call.context, isWhole: call.type == .identify || call.name == ConsentRecord.eventName)
        switch call.type {
        case .identify:
            traits = try PreparedEvent.statedTraits(call)
            if let country = signals?.country, traits?[Country.contextTrait] == nil {
                traits = (traits ?? [:]).merging([Country.contextTrait: .string(country.rawValue)]) { $1 }
            }
        case .track where call.name == ConsentRecord.eventName:
            let properties = try PreparedEvent.tree(call.properties, field: "properties")
            // A clock that runs ahead must not make a consent outlive its withdrawal.
            var record = try ConsentRecord(eventProperties: properties, at: min(time, receivedAt), source: source)
            record.evidence = record.evidence.or(signals?.evidence ?? .none)
            consent = record
        case .track, .page, .screen, .group, .alias: break
        }
        self.id = id
        self.call = call
        self.time = time
        self.traits = traits
        traitKind = traits == nil ? .firstParty : PreparedEvent.traitKind(call)
        let interest = tracking.interest(in: call, isOwn: isOwn)
        let isRead = plan.interest(in: call) != nil || (interest != nil && call.type != .identify)
        let properties = isRead ? try PreparedEvent.tree(call.properties, field: "properties").objectValue : nil
        self.properties = properties
        judgedBy = tracking.revision
        judgement = interest.map { $0.judgement(of: PreparedEvent.judged(call, traits, properties), isOwn: isOwn) }
        self.consent = consent
        self.signals = signals
        messageId = call.messageId ?? id.rawValue
        claims = PreparedEvent.claims(call, traits, rules)
        rulesVersion = rules.version
    }

    /// What a tracking plan says of it; known already unless the plan changed since the event was prepared.
    func judged(by plan: TrackingPlan, isOwn: Bool) -> PlanJudgement? {
        if plan.revision == judgedBy { return judgement }
        guard let interest = plan.interest(in: call, isOwn: isOwn) else { return nil }
        return interest.judgement(of: Self.judged(call, traits, try? tree()), isOwn: isOwn)
    }

    /// What the plan's schemas are about: properties, of identify and group the stated traits.
    private static func judged(_ call: IncomingCall, _ traits: JSONObject?, _ properties: JSONObject?) -> JSONObject {
        switch call.type {
        case .identify:
            var stated = traits ?? [:]
            // Ours, not the sender's.
            stated.removeValue(forKey: Country.contextTrait)
            return stated
        case .group: return properties?["traits"]?.objectValue ?? [:]
        case .track, .page, .screen, .alias: return properties ?? [:]
        }
    }

    /// The claims by other rules than those the event was prepared by.
    func claims(by rules: IdentityRules) -> IdentityClaims { Self.claims(call, traits, rules) }

    private static func claims(_ call: IncomingCall, _ traits: JSONObject?, _ rules: IdentityRules) -> IdentityClaims {
        IdentityClaims(
            userId: call.userId, anonymousId: call.anonymousId, previousId: call.previousId, traits: traits,
            context: ContextIdentities.read(call.context), rules: rules)
    }

    /// `traits`, or where a client has none there `context.traits`, as RudderStack's clients send them.
    private static func statedTraits(_ call: IncomingCall) throws(IngestRejection) -> JSONObject? {
        let own = try tree(call.properties, field: "traits").objectValue
        guard own?.isEmpty ?? true else { return own }
        return try tree(call.context, field: "context")["traits"]?.objectValue ?? own
    }

    private static func traitKind(_ call: IncomingCall) -> TraitKind {
        guard call.context.contains("\"zeroParty\""), let context = try? JSONValue(parsing: call.context) else { return .firstParty }
        return context["zeroParty"]?.boolValue == true ? .zeroParty : .firstParty
    }

    /// The properties; read now when nobody was known to look at them before.
    func tree() throws -> JSONObject { try properties ?? PreparedEvent.tree(call.properties, field: "properties").objectValue ?? [:] }

    private static func tree(_ text: String, field: String) throws(IngestRejection) -> JSONValue {
        guard let tree = try? JSONValue(parsing: text) else { throw .wrongType(field: field, expected: "an object") }
        return tree
    }
}
