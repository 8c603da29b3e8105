package import CommonModels

/// A department that pays into the pool or bears a share of an initiative.
package struct Department: Hashable, Sendable, Identifiable {
    package static let nameLengthMax = 80  // characters

    package let id: DepartmentID
    package let name: String

    /// - Throws: ``BudgetProblem/nameInvalid(max:)``
    package init(id: DepartmentID, name: String) throws(BudgetProblem) {
        guard (1...Self.nameLengthMax).contains(name.count) else { throw .nameInvalid(max: Self.nameLengthMax) }
        self.id = id
        self.name = name
    }
}
