package import CommonModels

/// What people call the things a rule mentions; ids and keys are shown where a name is missing.
package struct RuleNames: Sendable {
    package var segments: [SegmentID: String]
    package var traits: [String: String]

    package init(segments: [SegmentID: String] = [:], traits: [String: String] = [:]) {
        self.segments = segments
        self.traits = traits
    }

    func segment(_ id: SegmentID) -> String { segments[id] ?? id.rawValue }
    func trait(_ path: FieldPath) -> String { traits[path.text] ?? path.text }
}
