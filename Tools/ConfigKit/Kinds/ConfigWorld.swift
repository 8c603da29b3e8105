/// Everything there would be after a plan: objects of files, and those of the services that stay.
package struct ConfigWorld: Sendable {
    package let objects: [String: [ConfigObject]]

    package init(_ objects: [ConfigObject]) { self.objects = Dictionary(grouping: objects, by: \.kind) }

    package func all(_ kind: String) -> [ConfigObject] { objects[kind] ?? [] }
}
