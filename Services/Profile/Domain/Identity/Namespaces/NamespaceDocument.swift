/// A namespace as the API and the table write it.
package struct NamespaceDocument: Hashable, Sendable, Codable {
    package struct Normalization: Hashable, Sendable, Codable {
        package enum Kind: String, Hashable, Sendable, Codable, CaseIterable { case exact, lowercase, email, phone, custom }

        package var kind: Kind
        /// phone: of numbers without a country code.
        package var region: String?
        package var isLowercased: Bool?
        package var removed: String?
        package var digitsOnly: Bool?
        package var lengthMin: Int?
        package var lengthMax: Int?

        package init(
            kind: Kind, region: String? = nil, isLowercased: Bool? = nil, removed: String? = nil, digitsOnly: Bool? = nil,
            lengthMin: Int? = nil, lengthMax: Int? = nil
        ) {
            self.kind = kind
            self.region = region
            self.isLowercased = isLowercased
            self.removed = removed
            self.digitsOnly = digitsOnly
            self.lengthMin = lengthMin
            self.lengthMax = lengthMax
        }
    }

    package var priority: Int
    package var holder: NamespaceDefinition.Holder
    package var valuesMax: Int
    package var overflow: NamespaceDefinition.Overflow
    package var normalization: Normalization
    package var trait: String?
    package var quarantine: QuarantineRule?

    package init(_ definition: NamespaceDefinition) {
        priority = definition.priority
        holder = definition.holder
        valuesMax = definition.valuesMax
        overflow = definition.overflow
        normalization = Normalization(definition.normalization)
        trait = definition.trait
        quarantine = definition.quarantine
    }

    package func definition(of namespace: IdentityNamespace) -> NamespaceDefinition {
        NamespaceDefinition(
            namespace, priority: priority, holder: holder, valuesMax: valuesMax, overflow: overflow,
            normalization: normalization.normalization, trait: trait, quarantine: quarantine)
    }
}

extension NamespaceDocument.Normalization {
    package init(_ normalization: IdentityNormalization) {
        switch normalization {
        case .exact: self.init(kind: .exact)
        case .lowercase: self.init(kind: .lowercase)
        case .email: self.init(kind: .email)
        case .phone(let region): self.init(kind: .phone, region: region)
        case .custom(let custom):
            self.init(
                kind: .custom, isLowercased: custom.isLowercased, removed: custom.removed, digitsOnly: custom.digitsOnly,
                lengthMin: custom.lengthMin, lengthMax: custom.lengthMax)
        }
    }

    package var normalization: IdentityNormalization {
        switch kind {
        case .exact: .exact
        case .lowercase: .lowercase
        case .email: .email
        case .phone: .phone(region: region ?? "KR")
        case .custom:
            .custom(
                CustomNormalization(
                    isLowercased: isLowercased ?? false, removed: removed ?? "", digitsOnly: digitsOnly ?? false, lengthMin: lengthMin ?? 1,
                    lengthMax: lengthMax ?? IdentityNamespace.valueLengthMax))
        }
    }
}
