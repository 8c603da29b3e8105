/// Fields that, when all of them are equal and none is blank, make two records one person: `given_name+surname+date_of_birth`.
package struct MatchKey: Hashable, Sendable {
    package static let fieldsMax = 10
    package static let keysMax = 20  // of one match

    package let fields: [String]

    /// - Returns: nil unless `text` names 1 to ``fieldsMax`` different fields, joined by `+`.
    package init?(_ text: String) {
        let fields = text.split(separator: "+", omittingEmptySubsequences: false).map { String($0).trimmingSpaces() }
        guard (1...Self.fieldsMax).contains(fields.count), !fields.contains(""), Set(fields).count == fields.count else { return nil }
        self.fields = fields
    }

    package var text: String { fields.joined(separator: "+") }
}
