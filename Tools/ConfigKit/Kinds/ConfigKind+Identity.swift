import CommonModels
import ProfileDomain

extension ConfigKind {
    /// Namespaces and their rules: who a value names, how it is written, how many a person may have.
    package static let identityNamespaces: ConfigKind = {
        var kind = ConfigKind.many(
            "identity-namespace", of: .profile, at: "/v1/identity/namespaces", key: "namespace", folder: "identity-namespaces",
            about: "by what people are known, and what links them.", shape: namespaceShape, creating: "\"0\"",
            isRemovable: { $0["isBuiltIn"]?.boolValue != true || ($0["version"]?.intValue ?? 0) > 0 }
        ) { spec, name throws(ConfigFaults) in
            guard let namespace = IdentityNamespace(key: name) else {
                throw ConfigFaults("", "must be named by a letter followed by letters, digits, _ - or ., at most 40 characters")
            }
            let document: NamespaceDocument = try ConfigKind.decoded(spec)
            let faults = document.definition(of: namespace).faults
            guard faults.isEmpty else { throw ConfigFaults(faults.map { ConfigFault($0.pointer, $0.detail) }) }
            let whole = NamespaceDocument(document.definition(of: namespace))
            guard let json = try? JSONValue(encoding: whole) else { throw ConfigFaults("", "cannot be written") }
            return namespaceShape.ordered(json)
        }
        kind.check = { object, world, _ in
            guard let trait = object.spec["trait"]?.stringValue else { return [] }
            let others = world.all(object.kind).filter { $0.name != object.name && $0.spec["trait"]?.stringValue == trait }
            return others.map { ConfigFault("/trait", "the namespace \($0.name) takes this trait") }
        }
        return kind
    }()

    private static let namespaceShape = ConfigShape.members([
        "priority": .any, "holder": .any, "valuesMax": .any, "overflow": .any,
        "normalization": .members([
            "kind": .any, "region": .any, "isLowercased": .any, "removed": .any, "digitsOnly": .any, "lengthMin": .any, "lengthMax": .any,
        ]), "trait": .any, "quarantine": .members(["profiles": .any, "days": .any]),
    ])

    /// Values that identify nobody. Those in quarantine are found by the service and are no configuration.
    package static let identityJunk: ConfigKind = {
        var kind = ConfigKind.one(
            "identity-junk", of: .profile, at: "/v1/identity/junk-list",
            about: "values that identify nobody; * is every namespace but those of addresses.",
            shape: .members(["values": .list(.members(["namespace": .any, "value": .any, "note": .any]))])
        ) { spec, _ throws(ConfigFaults) in
            do throws(DocumentFaults) {
                return try JunkList(json: spec).json
            } catch {
                throw ConfigFaults(error.faults.map { ConfigFault($0.pointer, $0.detail) })
            }
        }
        kind.mentions = { _ in ["identity-namespace"] }
        kind.check = { object, world, _ in
            let rules = IdentityRules(version: 0, definitions: definitions(in: world), junk: JunkIdentities([]))
            return (object.stated["values"]?.arrayValue ?? []).enumerated().compactMap { index, entry in
                let (namespace, value) = (entry["namespace"]?.stringValue ?? "", entry["value"]?.stringValue ?? "")
                do throws(JunkRefusal) {
                    let normalized = try rules.junkValue(value, in: namespace)
                    return normalized == value ? nil : ConfigFault("/values/\(index)/value", "must be written \(normalized)")
                } catch {
                    return ConfigFault("/values/\(index)/\(error.member)", error.detail)
                }
            }
        }
        return kind
    }()

    private static func definitions(in world: ConfigWorld) -> [NamespaceDefinition] {
        world.all("identity-namespace").compactMap { object in
            guard let namespace = IdentityNamespace(key: object.name), let document = try? object.spec.decode(NamespaceDocument.self) else {
                return nil
            }
            return document.definition(of: namespace)
        }
    }
}
