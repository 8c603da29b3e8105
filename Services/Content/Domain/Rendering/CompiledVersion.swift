package import CommonModels
import OrderedCollections

/// A version with its templates parsed, kept in memory as long as it is used.
package struct CompiledVersion: Sendable {
    package let number: Int
    package let kind: ContentKind
    package let defaultLocale: String
    /// By locale, then part.
    private let templates: [String: [String: LiquidTemplate]]
    private let locales: [String]
    /// Keys of the fragments its templates name.
    package let fragments: Set<String>
    /// What its templates, in every language, look at.
    private let reads: TemplateReads

    /// - Throws: ``ContentError/cannotRender(part:_:)`` when a part does not parse.
    package init(_ version: ContentVersion, kind: ContentKind, defaultLocale: String) throws(ContentError) {
        number = version.number
        self.kind = kind
        self.defaultLocale = defaultLocale
        locales = version.variants.locales
        var templates: [String: [String: LiquidTemplate]] = [:]
        var fragments: Set<String> = []
        var reads = TemplateReads()
        for (locale, parts) in version.variants.byLocale {
            for (name, source) in parts {
                do throws(LiquidError) {
                    let template = try LiquidTemplate(parsing: source)
                    templates[locale, default: [:]][name] = template
                    fragments.formUnion(TemplateUses(template).fragments.map(\.key))
                    reads.formUnion(TemplateReads(template))
                } catch {
                    throw .cannotRender(part: name, error)
                }
            }
        }
        self.templates = templates
        self.fragments = fragments
        self.reads = reads
    }

    /// The fields about people a rendering with `data` may look at, in any language, those of fragments included.
    package func fields(in data: JSONObject, partials: [String: CompiledVersion]) -> [DataField] {
        var all = reads
        for partial in partials.values { all.formUnion(partial.reads) }
        return all.fields(in: data)
    }

    package func locale(for wanted: String?) -> String? {
        ContentLocale.best(for: wanted, among: locales, default: defaultLocale)
    }

    /// Templates of a fragment in the language closest to the reader's.
    package func fragment(for wanted: String?) -> LiquidTemplate? {
        locale(for: wanted).flatMap { templates[$0]?["content"] }
    }

    /// Renders every part.
    /// - Parameter partials: compiled fragments by key.
    /// - Throws: ``ContentError/cannotRender(part:_:)``: nothing is sent half-rendered. ``ContentError/notFound`` when there are no words.
    package func render(
        _ data: JSONObject, locale wanted: String?, environment: LiquidEnvironment, partials: [String: CompiledVersion]
    ) throws(ContentError) -> (locale: String, parts: [String: String]) {
        guard let locale = locale(for: wanted), let sources = templates[locale] else { throw .notFound }
        let fragments = partials.compactMapValues { $0.fragment(for: locale) }
        var parts: [String: String] = [:]
        for part in kind.parts {
            guard let template = sources[part.name] else { continue }
            var environment = environment
            environment.language = locale
            environment.escapesHTML = part.isHTML
            do throws(LiquidError) {
                parts[part.name] = try template.render(data, in: environment, partials: fragments)
            } catch {
                throw .cannotRender(part: part.name, error)
            }
        }
        return (locale, parts)
    }
}
