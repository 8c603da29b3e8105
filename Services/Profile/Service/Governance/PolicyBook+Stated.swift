import CommonModels
import ProfileDomain
import ServiceKit

extension PolicyBook {
    /// A book as somebody states it: of the right form, and of roles there are.
    /// - Throws: ``GovernanceError/invalid(pointer:expected:)``.
    init(stated json: JSONValue) throws(GovernanceError) {
        guard let book = PolicyBook(json: json) else {
            let fault = PolicyBook.fault(in: json)
            throw .invalid(pointer: fault?.pointer ?? "", expected: fault?.expected ?? "must be a book of policies")
        }
        let roles = Role.allCases.map(\.rawValue) + [ReadRule.key]
        if let unknown = book.reads.firstIndex(where: { !roles.contains($0.role) }) {
            throw .invalid(pointer: "/reads/\(unknown)/role", expected: "must be one of \(roles.joined(separator: ", "))")
        }
        self = book.stated
    }
}
