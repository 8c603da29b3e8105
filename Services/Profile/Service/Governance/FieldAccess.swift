import CommonModels
import ConsoleKit
import ServiceKit
import StorageKit
import SubjectKit

/// Which fields of a person a reader of the API sees as they are. People without `privacy:manage` see what tells who somebody
/// is, reaches them or is nobody's business masked; keys without it never see sensitive fields. Our services see all.
struct FieldAccess: Sendable {
    private static let hiddenFromPeople: Set<DataLabel> = [.identity, .contact, .sensitive, .financial]
    private static let hiddenFromKeys: Set<DataLabel> = [.sensitive]

    let database: any Database
    let audit: AuditLog
    private let policies = PolicyShelf()

    init(database: any Database, audit: AuditLog) {
        self.database = database
        self.audit = audit
    }

    /// The profile as the reader may see it. A person's look is in the audit log.
    func view(_ profile: ProfileView, for context: ServiceContext) async throws -> ProfileView {
        let principal = try context.requirePrincipal()
        if principal.kind == .person {
            try await database.write { tx in
                try audit.record(context, action: "profile.viewed", object: profile.id.rawValue, detail: ["by": "api"], in: tx)
            }
        }
        guard let mask = try await mask(for: principal) else { return profile }
        return ProfileView(
            id: profile.id, traits: profile.traits.reduce(into: [:]) { $0[$1.key] = mask.trait($1.value, name: $1.key) },
            identities: profile.identities.map(mask.identity), consents: profile.consents, firstSeen: profile.firstSeen,
            lastSeen: profile.lastSeen, mergedIds: profile.mergedIds)
    }

    func view(_ events: Page<CustomerEvent>, for context: ServiceContext) async throws -> Page<CustomerEvent> {
        guard let mask = try await mask(for: context.requirePrincipal()) else { return events }
        return Page(items: events.items.map(mask.event), next: events.next)
    }

    /// nil when everything is shown.
    func mask(for principal: Principal) async throws -> FieldMask? {
        let hidden: Set<DataLabel> =
            switch principal.kind {
            case .service: []
            case .person: principal.may(.privacyManage) ? [] : Self.hiddenFromPeople
            case .serverKey, .writeKey: principal.may(.privacyManage) ? [] : Self.hiddenFromKeys
            }
        guard !hidden.isEmpty else { return nil }
        let policies = self.policies
        return FieldMask(book: try await database.read { tx in try policies.book(in: tx) }, hidden: hidden)
    }
}
