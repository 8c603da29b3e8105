/// A setting that cannot be used. The value is not repeated: it may be a secret.
package enum JourneySettingsError: Error, Hashable, Sendable, CustomStringConvertible {
    case invalid(String, String)

    package var description: String {
        switch self {
        case .invalid(let variable, let expected): "setting \(variable): expected \(expected)"
        }
    }
}
