/// A trait or a property, or a member inside it: `country`, `address.city`, `products.category`.
///
/// A path that meets an array goes into each element, and a test holds when it holds for one of them.
package struct FieldPath: Hashable, Sendable {
    package static let lengthMax = 200  // characters
    package static let depthMax = 8  // names

    package let text: String
    package let root: String
    package let rest: [String]

    /// - Returns: nil when empty, too long, too deep, or a name between dots is empty.
    package init?(_ text: String) {
        let names = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard let root = names.first, text.count <= FieldPath.lengthMax, names.count <= FieldPath.depthMax,
            names.allSatisfy({ !$0.isEmpty })
        else { return nil }
        self.text = text
        self.root = root
        rest = Array(names.dropFirst())
    }
}
