import CommonModels
import ProfileDomain
import ServiceKit

/// Reads the members of bodies about cases.
enum CaseBody {
    /// `subject: {profileId}` or `{identity: {namespace, value}}`.
    /// - Throws: ``CaseError/invalid(field:expected:)``.
    static func subject(_ body: JSONValue) throws -> CaseDesk.Subject {
        if let id = body["subject"]?["profileId"]?.stringValue.flatMap({ ProfileID($0) }) { return .profile(id) }
        let identity = body["subject"]?["identity"]
        guard let namespace = identity?["namespace"]?.stringValue, let value = identity?["value"]?.stringValue,
            let key = IdentityNamespace(rawValue: namespace).flatMap({ IdentityKey($0, value) })
        else {
            throw CaseError.invalid(field: "subject", expected: "a profileId, or an identity with namespace and value")
        }
        return .identity(key)
    }

    /// `email:anna@example.com`.
    /// - Throws: a 400 ``Problem``.
    static func identity(_ text: String) throws -> IdentityKey {
        let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
        guard parts.count == 2, let key = IdentityNamespace(rawValue: parts[0]).flatMap({ IdentityKey($0, parts[1]) }) else {
            throw Problem.badRequest("identity must be namespace:value, e.g. email:a@b.kr.")
        }
        return key
    }

    static func law(_ body: JSONValue) throws -> CaseLaw? {
        guard let told = body["law"] else { return nil }
        guard let law = told.stringValue.flatMap({ CaseLaw(rawValue: $0) }) else {
            throw CaseError.invalid(field: "law", expected: "gdpr or pipa")
        }
        return law
    }

    static func method(_ body: JSONValue) throws -> IdentityCheck.Method {
        guard let method = body["method"]?.stringValue.flatMap({ IdentityCheck.Method(rawValue: $0) }) else {
            let names = IdentityCheck.Method.allCases.map(\.rawValue).joined(separator: ", ")
            throw CaseError.invalid(field: "method", expected: "one of \(names)")
        }
        return method
    }

    /// Empty when absent.
    static func text(_ body: JSONValue, _ name: String) throws -> String {
        guard let told = body[name] else { return "" }
        guard let text = told.stringValue, text.count <= CaseNote.textLengthMax else {
            throw CaseError.invalid(field: name, expected: "text of at most \(CaseNote.textLengthMax) characters")
        }
        return text
    }

    static func requiredText(_ body: JSONValue, _ name: String) throws -> String {
        let text = try text(body, name)
        guard !text.isEmpty else { throw CaseError.invalid(field: name, expected: "text") }
        return text
    }
}
