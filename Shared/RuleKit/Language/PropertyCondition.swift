/// A test of one property of an event. Relative dates are not allowed here.
package struct PropertyCondition: Hashable, Sendable {
    package let property: FieldPath
    package let test: ValueTest

    package init(property: FieldPath, test: ValueTest) {
        self.property = property
        self.test = test
    }

    var isOfDates: Bool { if case .date = test { true } else { false } }
}
