import CommonModels
import ProfileDomain
import ServiceKit

/// What the form of the preference centre sent. Only switches that were shown count: what the page did not offer, nobody
/// left switched off.
struct PreferenceForm {
    private let shown: [String]
    private let on: Set<String>
    private let preferred: [Channel]
    private let fields: [String: String]

    init(_ fields: [FormText.Field]) {
        shown = fields.filter { $0.name == "shown" }.map(\.value)
        on = Set(fields.filter { $0.name == "on" }.map(\.value))
        preferred = fields.filter { $0.name == "prefer" }.compactMap { Channel(rawValue: $0.value) }
        self.fields = fields.reduce(into: [:]) { $0[$1.name] = $1.value }
    }

    func change(on sheet: PreferenceCentre.Sheet, evidence: ConsentEvidence) -> PreferenceCentre.Change {
        let choices = sheet.offered.flatMap { purpose in
            purpose.channels.compactMap { channel -> PreferenceChoice? in
                let name = "\(purpose.key.rawValue).\(channel.rawValue)"
                guard shown.contains(name) else { return nil }
                return PreferenceChoice(
                    purpose: purpose.key, channel: channel, isWanted: on.contains(name), textVersion: textVersion(purpose))
            }
        }
        return PreferenceCentre.Change(choices: choices, contact: contact, evidence: evidence)
    }

    /// The text that stood on the page, if it is one of ours; it may have been replaced since.
    private func textVersion(_ purpose: ConsentPurpose) -> String? {
        let shown = fields["text.\(purpose.key.rawValue)"]
        return purpose.texts.first { $0.version == shown }?.version
    }

    private var contact: ContactPreferences {
        let hours = [fields["from"], fields["to"]].compactMap(\.self).joined(separator: "-")
        return ContactPreferences(channels: preferred.isEmpty ? nil : Set(preferred), hours: ContactHours(hours))
    }
}
