import CommonModels
import DecisionDomain

extension ConfigKind {
    /// Offers. Rules name segments by their keys; contents are of items by their keys already. An offer stays: its status retires it.
    package static let offers: ConfigKind = {
        var kind = decision(
            Offer.self, "offer", at: "/v1/offers", folder: "offers", about: "what may be offered, to whom, how often.", rule: "eligibility",
            shape: .members([
                "name": .any, "value": .any, "cost": .any, "categories": .any, "flight": .any, "priority": .any, "content": .any,
                "eligibility": .any, "consent": .any, "caps": .any, "status": .any,
            ]))
        kind.mentions = { SegmentKeys.keys(in: $0.spec["eligibility"] ?? .null).isEmpty ? [] : ["segment"] }
        kind.check = { object, world, _ in
            SegmentKeys.keys(in: object.spec["eligibility"] ?? .null).filter { key in !world.all("segment").contains { $0.name == key } }
                .map { ConfigFault("/eligibility", "there is no segment \($0)") }
        }
        return kind
    }()

    /// Caps many offers share.
    package static let sharedCaps = decision(
        SharedCap.self, "cap", at: "/v1/caps", folder: "caps", about: "how often people see what, over many offers.", rule: nil,
        shape: .members(["limit": .any, "counts": .any, "per": .any, "window": .any, "scope": .any, "status": .any]))

    /// - Parameter rule: the member that is a rule.
    private static func decision<Document: CatalogueDocument>(
        _ type: Document.Type, _ name: String, at path: String, folder: String, about: String, rule: String?, shape: ConfigShape
    ) -> ConfigKind {
        let canonical: Canonical = { spec, name throws(ConfigFaults) in
            let keys = SegmentKeys(standingFor: rule.map { SegmentKeys.keys(in: spec[$0] ?? .null) } ?? [])
            var members = keys.identified(spec, rule).objectValue ?? [:]
            members["key"] = .string(name)
            guard let id = TypedID<Document.Tag>("\(Document.Tag.prefix)_" + String(repeating: "0", count: 26)) else {
                throw ConfigFaults("", "cannot be read")
            }
            do throws(DocumentProblems) {
                var read = keys.named(try Document(id: id, json: .object(members)).json, rule).objectValue ?? [:]
                read["key"] = nil
                return .object(read)
            } catch {
                throw ConfigFaults(error.problems.map { ConfigFault($0.pointer, $0.detail) })
            }
        }
        return ConfigKind(
            name: name, service: .decision, folder: folder, about: about, shape: shape,
            read: { server in
                let items = try await server.items(.decision, path)
                let asked = rule.map { rule in items.contains { !SegmentKeys.keys(in: $0[rule] ?? .null).isEmpty } } ?? false
                let keys = asked ? try await SegmentKeys(of: server) : SegmentKeys(standingFor: [])
                return try items.map { item in
                    let name = item["key"]?.stringValue ?? ""
                    let spec = try canonical(keys.named(shape.ordered(item), rule), name)
                    return ConfigState(
                        name: name, spec: shape.ordered(spec), version: item["version"]?.intValue ?? 0, id: item["id"]?.stringValue ?? "",
                        isRemovable: false)
                }
            }, canonical: canonical,
            write: { change, server in
                guard let object = change.object else { return }
                let asked = rule.map { !SegmentKeys.keys(in: object.spec[$0] ?? .null).isEmpty } ?? false
                let keys = asked ? try await SegmentKeys(of: server) : SegmentKeys(standingFor: [])
                var members = keys.identified(object.spec, rule).objectValue ?? [:]
                members["key"] = .string(object.name)
                let call =
                    if let state = change.state {
                        ConfigCall(
                            .put, .decision, "\(path)/\(state.id)", body: .object(members), ifMatch: state.ifMatch,
                            document: change.document)
                    } else {
                        ConfigCall(.post, .decision, path, body: .object(members), document: change.document)
                    }
                try await server.call(call)
            }, isRemovable: false)
    }
}

extension SegmentKeys {
    /// A document with ids in place of keys in its rule.
    fileprivate func identified(_ document: JSONValue, _ rule: String?) -> JSONValue { changed(document, rule, identified) }

    fileprivate func named(_ document: JSONValue, _ rule: String?) -> JSONValue { changed(document, rule, named) }

    private func changed(_ document: JSONValue, _ rule: String?, _ change: (JSONValue) -> JSONValue) -> JSONValue {
        guard let rule, var members = document.objectValue, let value = members[rule] else { return document }
        members[rule] = change(value)
        return .object(members)
    }
}
