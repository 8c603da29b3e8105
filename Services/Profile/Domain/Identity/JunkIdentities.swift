/// Values that many people share and that must never join two of them.
package enum JunkIdentities {
    private static let ids: Set<String> = [
        "0", "-1", "null", "(null)", "nil", "none", "undefined", "unknown", "anonymous", "guest", "test", "n/a", "nan", "true",
        "false", "00000000-0000-0000-0000-000000000000", "0000000000",
    ]
    private static let emails: Set<String> = [
        "test@test.com", "test@example.com", "noreply@example.com", "no@email.com", "none@none.com", "a@a.com", "abc@abc.com",
        "noemail@noemail.com", "null@null.com", "unknown@unknown.com", "email@email.com", "asdf@asdf.com", "guest@guest.com",
    ]

    /// - Parameter value: already normalized.
    package static func contains(_ value: String, in namespace: IdentityNamespace) -> Bool {
        switch namespace {
        case .userId, .anonymousId: ids.contains(value.lowercased())
        case .email: emails.contains(value)
        }
    }
}
