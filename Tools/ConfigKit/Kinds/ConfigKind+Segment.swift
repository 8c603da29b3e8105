import CommonModels
import RuleKit
import SegmentDomain

extension ConfigKind {
    private static let path = "/v1/segments"
    private static let segmentShape = ConfigShape.members(["name": .local, "rule": .any, "status": .any])

    /// Audiences. Rules name other segments by their keys, since ids differ from one installation to the next. Taken away they
    /// are archived.
    package static let segments: ConfigKind = {
        var kind = ConfigKind(
            name: "segment", service: .segment, folder: "segments", about: "a named audience; status is draft or active.",
            shape: segmentShape, read: read, canonical: canonical, write: write, isRemovable: true)
        kind.check = { object, world, present in
            var faults = SegmentKeys.keys(in: object.spec["rule"] ?? .null).filter { key in
                key == object.name || !world.all("segment").contains { $0.name == key }
            }.map { ConfigFault("/rule", $0 == object.name ? "asks for the segment itself" : "there is no segment \($0)") }
            guard let present else { return faults }
            if present.spec["name"] != object.spec["name"] {
                faults.append(ConfigFault("/name", "cannot be changed; it is \(present.spec["name"]?.serialized ?? "")"))
            }
            if present.spec["status"] == "active", object.spec["status"] == "draft" {
                faults.append(ConfigFault("/status", "cannot go back to draft; archive it by taking the file away (--prune)"))
            }
            return faults
        }
        kind.needs = { SegmentKeys.keys(in: $0.spec["rule"] ?? .null) }
        return kind
    }()

    private static let read: Read = { server in
        let items = try await server.items(.segment, path).filter { $0["status"]?.stringValue != Segment.Status.archived.rawValue }
        let keys = try await SegmentKeys(of: server)
        return try items.map { item in
            var members = segmentShape.ordered(item).objectValue ?? [:]
            members["rule"] = keys.named(members["rule"] ?? .null)
            let name = item["key"]?.stringValue ?? ""
            return ConfigState(
                name: name, spec: segmentShape.ordered(try canonical(.object(members), name)), version: item["version"]?.intValue ?? 0,
                id: item["id"]?.stringValue ?? "")
        }
    }

    private static let canonical: Canonical = { spec, name throws(ConfigFaults) in
        var faults: [ConfigFault] = []
        if SegmentKey(name) == nil {
            faults.append(ConfigFault("", "must be named by 1 to \(SegmentKey.lengthMax) of a-z, 0-9 and -, starting with a letter"))
        }
        if SegmentName(ko: spec["name"]?["ko"]?.stringValue ?? "", en: spec["name"]?["en"]?.stringValue ?? "") == nil {
            faults.append(ConfigFault("/name", "must have ko and en of 1 to \(SegmentName.lengthMax) characters"))
        }
        let status = spec["status"] ?? "draft"
        if status != "draft", status != "active" { faults.append(ConfigFault("/status", "must be draft or active")) }
        // A rule is read with ids; each key stands for one while it is.
        let keys = SegmentKeys(standingFor: SegmentKeys.keys(in: spec["rule"] ?? .null))
        var rule = JSONValue.null
        do throws(RuleProblems) {
            rule = keys.named(try Rule(json: keys.identified(spec["rule"] ?? .null)).json)
        } catch {
            faults += error.problems.map { ConfigFault("/rule" + $0.pointer, $0.detail) }
        }
        guard faults.isEmpty else { throw ConfigFaults(faults) }
        return ["name": spec["name"] ?? .null, "rule": rule, "status": status]
    }

    private static let write: Write = { change, server in
        guard let object = change.object else {
            guard let state = change.state else { return }
            try await server.call(post(state.id, "archive", state.ifMatch, change))
            return
        }
        let rule = try await SegmentKeys(of: server).identified(object.spec["rule"] ?? .null)
        var (id, version, status) = (change.state?.id, change.state?.version ?? 0, change.state?.spec["status"])
        if let state = change.state {
            if state.spec["rule"] != object.spec["rule"] {
                let answer = try await server.call(
                    ConfigCall(
                        .put, .segment, "\(path)/\(state.id)/rule", body: ["rule": rule], ifMatch: state.ifMatch, document: change.document)
                )
                version = answer.json["version"]?.intValue ?? version
            }
        } else {
            let body: JSONValue = ["key": .string(object.name), "name": object.spec["name"] ?? .null, "rule": rule]
            let answer = try await server.call(ConfigCall(.post, .segment, path, body: body, document: change.document))
            (id, version, status) = (answer.json["id"]?.stringValue, answer.json["version"]?.intValue ?? 1, "draft")
        }
        guard object.spec["status"] == "active", status != "active", let id else { return }
        try await server.call(post(id, "activate", "\"\(version)\"", change))
    }

    private static func post(_ id: String, _ action: String, _ ifMatch: String, _ change: ConfigChange) -> ConfigCall {
        ConfigCall(.post, .segment, "\(path)/\(id)/\(action)", body: [:], ifMatch: ifMatch, document: change.document)
    }
}
