/// A test of one trait.
package struct TraitCondition: Hashable, Sendable {
    package let trait: FieldPath
    package let test: ValueTest

    package init(trait: FieldPath, test: ValueTest) {
        self.trait = trait
        self.test = test
    }
}
