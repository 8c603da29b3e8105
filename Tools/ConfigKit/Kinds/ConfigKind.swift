package import CommonModels

/// A kind of thing that is kept in files: how it is read from a service, checked, and put in place. A service's kinds stand
/// in one file of this folder and in ``ConfigKinds/standard``; most are one ``one(_:of:at:about:shape:canonical:)`` or
/// ``many(_:of:at:key:folder:about:shape:spec:creating:canonical:)``.
package struct ConfigKind: Sendable {
    /// Reads everything of the kind a service has.
    package typealias Read = @Sendable (any ConfigServer) async throws -> [ConfigState]
    /// The form in which a spec and what the service answers are equal when they say the same.
    package typealias Canonical = @Sendable (JSONValue, _ name: String) throws(ConfigFaults) -> JSONValue
    /// What no document shows by itself: the object among all others, and after what the service has.
    package typealias Check = @Sendable (ConfigObject, ConfigWorld, ConfigState?) -> [ConfigFault]
    package typealias Write = @Sendable (ConfigChange, any ConfigServer) async throws -> Void

    package let name: String
    package let service: ServiceName
    /// Where files of many objects are; nil when there is one object of the kind.
    package let folder: String?
    /// A sentence of the files' comment.
    package let about: String
    package let shape: ConfigShape
    package let read: Read
    package let canonical: Canonical
    package let write: Write
    /// Whether an object can be taken away by what its service offers.
    package let isRemovable: Bool
    /// Kinds whose objects ``check`` looks for, for one object.
    package var mentions: @Sendable (ConfigObject) -> [String] = { _ in [] }
    package var check: Check = { _, _, _ in [] }
    /// Objects of the same kind that must be there before this one.
    package var needs: @Sendable (ConfigObject) -> [String] = { _ in [] }

    /// Where the file of an object is, below the folder of all.
    package func path(of name: String) -> String {
        folder.map { "\(service.rawValue)/\($0)/\(ConfigFolder.fileName(name)).yaml" } ?? "\(service.rawValue)/\(self.name).yaml"
    }
}

extension ConfigKind {
    /// A document of which there is one: `GET` answers its members and `version`, `PUT` takes them with `If-Match`.
    package static func one(
        _ name: String, of service: ServiceName, at path: String, about: String, shape: ConfigShape, canonical: @escaping Canonical
    ) -> ConfigKind {
        ConfigKind(
            name: name, service: service, folder: nil, about: about, shape: shape,
            read: { server in
                let answer = try await server.call(ConfigCall(.get, service, path)).json
                let spec = try canonical(shape.ordered(answer), "")
                return [ConfigState(name: "", spec: shape.ordered(spec), version: answer["version"]?.intValue ?? 0, isRemovable: false)]
            }, canonical: canonical,
            write: { change, server in
                guard let object = change.object, let state = change.state else { return }
                try await server.call(
                    ConfigCall(.put, service, path, body: object.spec, ifMatch: state.ifMatch, document: change.document))
            }, isRemovable: false)
    }

    /// Documents of which there are many: `GET` of `path` lists them under `items`, each with `version`; `PUT` and `DELETE` of one
    /// are below it by its name.
    /// - Parameters:
    ///   - key: the member of an item that is its name.
    ///   - spec: the document within an item.
    ///   - creating: `If-Match` for an object there is not.
    ///   - isThere: whether an item is more than what is built in.
    package static func many(
        _ name: String, of service: ServiceName, at path: String, key: String, folder: String, about: String, shape: ConfigShape,
        spec: @escaping @Sendable (JSONValue) -> JSONValue = { $0 }, creating: String? = nil,
        isRemovable: @escaping @Sendable (JSONValue) -> Bool = { _ in true }, canonical: @escaping Canonical
    ) -> ConfigKind {
        ConfigKind(
            name: name, service: service, folder: folder, about: about, shape: shape,
            read: { server in
                try await server.items(service, path).map { item in
                    let document = spec(item)
                    let name = item[key]?.stringValue ?? document[key]?.stringValue ?? ""
                    return ConfigState(
                        name: name, spec: shape.ordered(try canonical(shape.ordered(document), name)),
                        version: item["version"]?.intValue ?? 0, isRemovable: isRemovable(item))
                }
            }, canonical: canonical,
            write: { change, server in
                let place = path + "/" + ConfigPath.encoded(change.name)
                guard let object = change.object else {
                    try await server.call(
                        ConfigCall(.delete, service, place, ifMatch: change.state?.ifMatch, document: change.document))
                    return
                }
                try await server.call(
                    ConfigCall(
                        .put, service, place, body: object.spec, ifMatch: change.state?.ifMatch ?? creating, document: change.document))
            }, isRemovable: true)
    }
}
