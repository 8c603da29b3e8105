/// Why the access file could not be used. Texts name no secret.
package enum AccessFileError: Error, Hashable, Sendable {
    case unreadable(String)
    case unwritable(String)
    case duplicateLogin
    case unknownKey
    case unknownUser
    case weakPassword(lengthMin: Int)
    case tooMany(max: Int)
    case badName(lengthMax: Int)
}
