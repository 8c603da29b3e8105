/// A cap together with what it limits: one counter per person, or one for everybody.
package struct ScopedCap: Hashable, Sendable {
    package let scope: CapScope
    package let cap: Cap
    /// The counter's name in storage and explanations: scope, slash, key. Kept when limit or window change, so counts live on.
    package let name: String

    package init(scope: CapScope, cap: Cap) {
        self.scope = scope
        self.cap = cap
        self.name = "\(scope.name)/\(cap.key)"
    }

    package static func == (left: ScopedCap, right: ScopedCap) -> Bool { left.name == right.name && left.cap == right.cap }
    package func hash(into hasher: inout Hasher) { hasher.combine(name) }
}
