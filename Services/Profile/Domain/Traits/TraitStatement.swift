package import CommonModels

/// Which statement of a sheet: one per trait and kind.
package struct TraitKey: Hashable, Sendable {
    package let name: String
    package let kind: TraitKind

    package init(_ name: String, _ kind: TraitKind) {
        self.name = name
        self.kind = kind
    }
}

/// What one kind says of one trait. It stays when it is taken back, so that an older statement which arrives late cannot
/// bring it back.
package struct TraitStatement: Hashable, Sendable {
    package var tree: TraitTree
    /// Of the latest statement in it.
    package var at: Instant
    package var source: String
    /// Of an inferred value: 0…1.
    package var confidence: Double?
    /// Why a person at the console or an API changed it.
    package var reason: String?
    /// The value before this one.
    package var previous: TraitPast?
    /// The latest word of a source that comes after this one in the priorities.
    package var overruled: TraitPast?

    package init(
        tree: TraitTree, at: Instant, source: String, confidence: Double? = nil, reason: String? = nil, previous: TraitPast? = nil,
        overruled: TraitPast? = nil
    ) {
        self.tree = tree
        self.at = at
        self.source = source
        self.confidence = confidence
        self.reason = reason
        self.previous = previous
        self.overruled = overruled
    }

    package var value: JSONValue { tree.value }
    package var isTakenBack: Bool { if case .leaf(.null, _) = tree { true } else { false } }

    /// Takes back what a source said up to then, where it does not count.
    /// - Returns: false when there is nothing of it.
    mutating func forget(_ source: String, until at: Instant) -> Bool {
        let (before, said) = ((previous, overruled), { (past: TraitPast) in past.source == source && past.at <= at })
        if previous.map(said) ?? false { previous = nil }
        if overruled.map(said) ?? false { overruled = nil }
        return before.0 != previous || before.1 != overruled
    }

    /// Whether another statement is the latest one with another value before this one.
    func isPreceded(by other: TraitStatement) -> Bool {
        !isTakenBack && !other.isTakenBack && other.at < at && other.value != value && previous.map { $0.at < other.at } ?? true
    }

    package var past: TraitPast { TraitPast(value: value, at: at, source: source) }

    package func view(_ kind: TraitKind) -> TraitView {
        TraitView(value: value, at: at, source: source, kind: kind, confidence: confidence)
    }
}

/// A value that does not count any more, or never did.
package struct TraitPast: Hashable, Sendable, Codable {
    package let value: JSONValue
    package let at: Instant
    package let source: String

    package init(value: JSONValue, at: Instant, source: String) {
        self.value = value
        self.at = at
        self.source = source
    }
}

/// What all traits of one statement have in common.
package struct TraitWord: Hashable, Sendable {
    package let kind: TraitKind
    package let at: Instant
    package let source: String
    package let reason: String?

    package init(kind: TraitKind = .firstParty, at: Instant, source: String, reason: String? = nil) {
        self.kind = kind
        self.at = at
        self.source = source
        self.reason = reason
    }
}
