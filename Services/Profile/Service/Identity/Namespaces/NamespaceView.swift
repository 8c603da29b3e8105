import ProfileDomain

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
