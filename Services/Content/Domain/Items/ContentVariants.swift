package import CommonModels
package import OrderedCollections

/// The templates of one version: by locale, then by part.
///
/// On the wire and in storage: `{"ko": {"subject": "…", "html": "…"}, "en": {…}}`.
package struct ContentVariants: Hashable, Sendable {
    package static let localesMax = 50

    package private(set) var byLocale: OrderedDictionary<String, OrderedDictionary<String, String>>

    package init() { byLocale = [:] }

    /// - Throws: ``ContentError/invalid(_:)`` with a pointer per mistake.
    package init(_ json: JSONValue, kind: ContentKind) throws(ContentError) {
        guard let locales = json.objectValue else { throw .invalid([Fault("must be an object of locales", "/variants")]) }
        var faults: [Fault] = []
        byLocale = [:]
        if locales.count > Self.localesMax { faults.append(Fault("may have at most \(Self.localesMax) locales", "/variants")) }
        for (locale, value) in locales {
            let pointer = "/variants/\(locale)"
            if !ContentLocale.isValid(locale) { faults.append(Fault("must be a language tag such as ko or en-GB", pointer)) }
            guard let members = value.objectValue else {
                faults.append(Fault("must be an object of parts", pointer))
                continue
            }
            var parts: OrderedDictionary<String, String> = [:]
            for (name, source) in members {
                guard kind.part(name) != nil else {
                    faults.append(Fault("\(kind.rawValue) has the parts \(kind.parts.map(\.name).joined(separator: ", "))", "\(pointer)/\(name)"))
                    continue
                }
                guard let text = source.stringValue, text.count <= ContentPart.sourceLengthMax else {
                    faults.append(Fault("must be a text of at most \(ContentPart.sourceLengthMax) characters", "\(pointer)/\(name)"))
                    continue
                }
                if !text.isEmpty { parts[name] = text }
            }
            byLocale[locale] = parts
        }
        if !faults.isEmpty { throw .invalid(faults) }
    }

    package typealias Fault = ContentError.Fault

    package var locales: [String] { Array(byLocale.keys) }
    package var isEmpty: Bool { byLocale.values.allSatisfy(\.isEmpty) }

    package subscript(locale: String, part: String) -> String? {
        get { byLocale[locale]?[part] }
        set {
            var parts = byLocale[locale] ?? [:]
            parts[part] = newValue.flatMap { $0.isEmpty ? nil : $0 }
            byLocale[locale] = parts
        }
    }

    package mutating func remove(locale: String) { byLocale[locale] = nil }

    package var json: JSONValue {
        .object(byLocale.mapValues { .object($0.mapValues { .string($0) }) })
    }
}
