/// Why a value cannot be on the list of those that identify nobody.
package struct JunkRefusal: Error, Hashable, Sendable {
    /// `namespace` or `value`.
    package let member: String
    package let detail: String
}

extension IdentityRules {
    /// A value as the list keeps it: as its namespace writes it, in lower case.
    package func junkValue(_ value: String, in namespace: String) throws(JunkRefusal) -> String {
        let normalization: IdentityNormalization
        if namespace == JunkIdentities.anyNamespace {
            normalization = .exact
        } else if let definition = IdentityNamespace(key: namespace).flatMap({ self[$0] }) {
            normalization = definition.normalization
        } else {
            throw JunkRefusal(member: "namespace", detail: "a namespace, or *")
        }
        do throws(IdentityRefusal) {
            return try normalization.normalized(value).lowercased()
        } catch {
            throw JunkRefusal(member: "value", detail: "no value of this namespace: \(error.code)")
        }
    }
}
