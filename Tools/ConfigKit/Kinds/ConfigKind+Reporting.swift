import CommonModels
import ReportingDomain

extension ConfigKind {
    /// Key figures as data. A definition once made stays, as its history does.
    package static let kpis = ConfigKind(
        name: "kpi", service: .reporting, folder: "kpis", about: "a key figure: what counts, how it is computed, which way is good.",
        shape: kpiShape,
        read: { server in
            try await server.items(.reporting, "/v1/kpis").map { item in
                let name = item["key"]?.stringValue ?? ""
                return ConfigState(
                    name: name, spec: try kpi(kpiShape.ordered(item), name), version: item["version"]?.intValue ?? 0, isRemovable: false)
            }
        }, canonical: kpi,
        write: { change, server in
            guard let object = change.object, var body = object.spec.objectValue else { return }
            body["key"] = .string(object.name)
            let call =
                if let state = change.state {
                    ConfigCall(
                        .put, .reporting, "/v1/kpis/" + ConfigPath.encoded(object.name), body: .object(body), ifMatch: state.ifMatch,
                        document: change.document)
                } else {
                    ConfigCall(.post, .reporting, "/v1/kpis", body: .object(body), document: change.document)
                }
            try await server.call(call)
        }, isRemovable: false)

    private static let kpiShape = ConfigShape.members([
        "name": .local, "note": .local, "unit": .any, "direction": .any, "currency": .any, "formula": .any,
    ])

    private static let kpi: Canonical = { spec, name throws(ConfigFaults) in
        var members = spec.objectValue ?? [:]
        members["key"] = .string(name)
        do throws(KPIProblems) {
            var canonical = try KPIDefinition(json: .object(members)).json.objectValue ?? [:]
            canonical["key"] = nil
            return .object(canonical)
        } catch {
            throw ConfigFaults(error.faults.map { ConfigFault($0.pointer, $0.detail) })
        }
    }
}
