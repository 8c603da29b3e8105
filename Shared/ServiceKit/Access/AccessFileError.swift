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

extension AccessFileError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unreadable(let reason): "the access file cannot be read: \(reason)"
        case .unwritable(let reason): "a file cannot be written: \(reason)"
        case .duplicateLogin: "somebody signs in with this name already"
        case .unknownKey: "there is no such key"
        case .unknownUser: "nobody signs in with this name"
        case .weakPassword(let lengthMin): "a password has at least \(lengthMin) characters"
        case .tooMany(let max): "there are \(max) already, which is the most"
        case .badName(let lengthMax): "a name has 1 to \(lengthMax) characters"
        }
    }
}
