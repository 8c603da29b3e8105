import Configuration
import Foundation

/// Reads checked values; an empty text counts as absent.
struct SettingsReading {
    private let config: ConfigReader

    init(_ config: ConfigReader) { self.config = config }

    func text(_ key: String) throws -> String? {
        guard let text = config.string(forKey: ConfigKey(key)), !text.isEmpty else { return nil }
        return text
    }

    /// - Throws: ``SettingsError/invalid(key:expected:)`` outside `range` or for no number.
    func int(_ key: String, in range: ClosedRange<Int>) throws -> Int? {
        guard let text = try text(key) else { return nil }
        guard let value = Int(text), range.contains(value) else {
            throw SettingsError.invalid(key: key, expected: "a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return value
    }

    /// - Throws: ``SettingsError/invalid(key:expected:)`` unless http or https with a host.
    func url(_ key: String) throws -> URL? {
        guard let text = try text(key) else { return nil }
        guard let url = URL(string: text.hasSuffix("/") ? String(text.dropLast()) : text), url.scheme == "http" || url.scheme == "https",
            url.host() != nil
        else { throw SettingsError.invalid(key: key, expected: "an http or https URL") }
        return url
    }
}
