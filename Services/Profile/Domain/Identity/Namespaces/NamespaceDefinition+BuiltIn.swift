extension NamespaceDefinition {
    /// The namespaces every installation begins with. They can be edited, not removed.
    package static let builtIn: [NamespaceDefinition] = [
        NamespaceDefinition(.userId, priority: 10, holder: .person, valuesMax: 10, overflow: .refuseNewest, normalization: .exact),
        NamespaceDefinition(
            .loyaltyId, priority: 20, holder: .person, valuesMax: 5, overflow: .refuseNewest, normalization: .exact, trait: "loyaltyId"),
        NamespaceDefinition(
            .email, priority: 30, holder: .contact, valuesMax: 10, overflow: .dropOldest, normalization: .email, trait: "email",
            quarantine: QuarantineRule(profiles: 20, days: 30)),
        NamespaceDefinition(
            .phone, priority: 40, holder: .contact, valuesMax: 10, overflow: .dropOldest, normalization: .phone(region: "KR"),
            trait: "phone", quarantine: QuarantineRule(profiles: 20, days: 30)),
        NamespaceDefinition(
            .deviceId, priority: 50, holder: .device, valuesMax: 50, overflow: .dropOldest, normalization: .exact,
            quarantine: QuarantineRule(profiles: 200, days: 30)),
        NamespaceDefinition(
            .anonymousId, priority: 60, holder: .device, valuesMax: 200, overflow: .dropOldest, normalization: .exact,
            quarantine: QuarantineRule(profiles: 200, days: 30)),
    ]

    package static func isBuiltIn(_ namespace: IdentityNamespace) -> Bool { builtIn.contains { $0.namespace == namespace } }
}
