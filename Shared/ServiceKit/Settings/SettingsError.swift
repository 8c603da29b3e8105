/// A setting that cannot be used. The value is not repeated: it may be a secret.
package enum SettingsError: Error, Hashable, Sendable, CustomStringConvertible {
    case invalid(key: String, expected: String)

    package var description: String {
        switch self {
        case .invalid(let key, let expected): "setting \(key): expected \(expected)"
        }
    }
}
