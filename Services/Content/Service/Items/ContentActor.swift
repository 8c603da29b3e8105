/// Who changes an item, and from where; goes into the audit log.
package struct ContentActor: Sendable {
    package let id: String
    package let origin: String

    package init(id: String, origin: String = "") {
        self.id = id
        self.origin = origin
    }
}
