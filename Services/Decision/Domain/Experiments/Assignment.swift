package import CommonModels

/// The arm a person was first shown; it stays theirs whatever later changes in weights or ids.
package struct Assignment: Hashable, Sendable {
    package let experimentKey: String
    package let armKey: String
    package let at: Instant

    package init(experimentKey: String, armKey: String, at: Instant) {
        self.experimentKey = experimentKey
        self.armKey = armKey
        self.at = at
    }
}
