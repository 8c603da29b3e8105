import CommonModels
import ProfileDomain

/// A namespace as the API and the table write it.
struct NamespaceDocument: Hashable, Sendable, Codable {
    struct Normalization: Hashable, Sendable, Codable {
        enum Kind: String, Hashable, Sendable, Codable, CaseIterable { case exact, lowercase, email, phone, custom }

        var kind: Kind
        /// phone: of numbers without a country code.
        var region: String?
        var isLowercased: Bool?
        var removed: String?
        var digitsOnly: Bool?
        var lengthMin: Int?
        var lengthMax: Int?
    }

    var priority: Int
    var holder: NamespaceDefinition.Holder
    var valuesMax: Int
    var overflow: NamespaceDefinition.Overflow
    var normalization: Normalization
    var trait: String?
    var quarantine: QuarantineRule?

    init(_ definition: NamespaceDefinition) {
        priority = definition.priority
        holder = definition.holder
        valuesMax = definition.valuesMax
        overflow = definition.overflow
        normalization = Normalization(definition.normalization)
        trait = definition.trait
        quarantine = definition.quarantine
    }

    func definition(of namespace: IdentityNamespace) -> NamespaceDefinition {
        NamespaceDefinition(
            namespace, priority: priority, holder: holder, valuesMax: valuesMax, overflow: overflow,
            normalization: normalization.normalization, trait: trait, quarantine: quarantine)
    }
}

extension NamespaceDocument.Normalization {
    init(_ normalization: IdentityNormalization) {
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

    var normalization: IdentityNormalization {
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

/// A namespace in a list.
struct NamespaceView: Hashable, Sendable, Encodable {
    let namespace: IdentityNamespace
    let isBuiltIn: Bool
    /// 0 while it is as it is built in.
    let version: Int
    let definition: NamespaceDocument

    private enum CodingKeys: CodingKey { case namespace, isBuiltIn, version }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(namespace.rawValue, forKey: .namespace)
        try container.encode(isBuiltIn, forKey: .isBuiltIn)
        try container.encode(version, forKey: .version)
        try definition.encode(to: encoder)
    }
}
