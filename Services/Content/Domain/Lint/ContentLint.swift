import CommonModels
import OrderedCollections

/// Checks a draft: what would fail for every reader, and what would look wrong for some.
package struct ContentLint: Sendable {
    /// Bytes of a Korean SMS (two per Hangul syllable); longer ones are sent and billed as LMS.
    package static let smsBytesMax = 90

    private let kind: ContentKind
    private let details: ContentDetails
    /// Keys of fragments that are published.
    private let fragments: Set<String>

    package init(kind: ContentKind, details: ContentDetails, publishedFragments: Set<String>) {
        self.kind = kind
        self.details = details
        fragments = publishedFragments
    }

    package func findings(_ variants: ContentVariants) -> [ContentFinding] {
        var findings: [ContentFinding] = []
        if variants.byLocale[details.defaultLocale] == nil {
            findings.append(ContentFinding(.defaultLocaleMissing, locale: details.defaultLocale))
        }
        for (locale, parts) in variants.byLocale {
            for part in kind.parts {
                guard let source = parts[part.name] else {
                    if part.isRequired { findings.append(ContentFinding(.partMissing, locale: locale, part: part.name)) }
                    continue
                }
                findings += check(source, part, locale)
            }
        }
        return findings
    }

    private func check(_ source: String, _ part: ContentPart, _ locale: String) -> [ContentFinding] {
        let template: LiquidTemplate
        do throws(LiquidError) {
            template = try LiquidTemplate(parsing: source)
        } catch {
            return [ContentFinding(.doesNotParse, locale: locale, part: part.name, line: error.line, subject: error.message)]
        }
        let uses = TemplateUses(template)
        var findings = uses.outputs.filter { !$0.hasFallback && ContentVariables.personal.contains($0.root) }
            .map { ContentFinding(.fallbackMissing, locale: locale, part: part.name, line: $0.line, subject: $0.path) }
        if kind != .fragment {
            findings += uses.outputs.filter { !ContentVariables.all.contains($0.root) && !uses.assigned.contains($0.root) }
                .map { ContentFinding(.unknownVariable, locale: locale, part: part.name, line: $0.line, subject: $0.path) }
        }
        findings += uses.fragments.filter { !fragments.contains($0.key) }
            .map { ContentFinding(.fragmentMissing, locale: locale, part: part.name, line: $0.line, subject: $0.key) }
        if kind == .email, part.name == "html", details.purpose.rawValue == "marketing", !mentionsUnsubscribe(uses, source) {
            findings.append(ContentFinding(.unsubscribeMissing, locale: locale, part: part.name, subject: "context.unsubscribe_url"))
        }
        if kind == .sms, part.name == "text", uses.fixedKoreanBytes > Self.smsBytesMax {
            findings.append(ContentFinding(.smsTooLong, locale: locale, part: part.name, subject: "\(uses.fixedKoreanBytes)"))
        }
        return findings
    }

    /// The link itself, or a fragment that may hold it.
    private func mentionsUnsubscribe(_ uses: TemplateUses, _ source: String) -> Bool {
        LiquidText.contains(source, ContentVariables.unsubscribe) || !uses.fragments.isEmpty
    }
}

/// The variables a rendering gets.
package enum ContentVariables {
    package static let all: Set<String> = ["profile", "event", "offer", "context", "forloop", "tablerowloop"]
    /// May be absent for some people, so an output needs a fallback.
    static let personal: Set<String> = ["profile", "event", "offer"]
    static let unsubscribe = "unsubscribe_url"
}
