import CommonModels
import ConsoleKit
import RuleKit
import SegmentDomain
import SubjectKit

/// What a rule says in a sentence and how many it finds now, before anybody enters by it.
struct SegmentRuleFinding: Sendable {
    let segments: SegmentStore
    let preview: SegmentPreview

    /// For a rule as it is typed: what it finds, or what is wrong with it.
    func markup(typed text: String, _ screen: ConsoleScreen) async throws -> Markup {
        let (rule, fault) = SegmentForm.rule(text, screen)
        guard let rule else { return .notice(fault ?? "", .bad) }
        return try await markup(rule, screen)
    }

    /// - Parameter showsSample: also links to some of those it finds.
    func markup(_ rule: Rule, showsSample: Bool = false, _ screen: ConsoleScreen) async throws -> Markup {
        let names = try await segments.names().mapValues { $0.text(in: screen.locale) }
        let sentence = rule.sentence(in: screen.locale, names: RuleNames(segments: names))
        let size: SegmentPreview.Size
        do {
            size = try await preview.size(of: rule, for: screen.principal)
        } catch let violation as PolicyViolation {
            return .notice("\(sentence) \(words(violation.refusal, screen))", .bad)
        }
        let notice = Markup.notice("\(sentence) \(words(size, screen))", .info)
        return showsSample && !size.sample.isEmpty ? "\(notice)\(sample(size, screen))" : notice
    }

    private func words(_ size: SegmentPreview.Size, _ screen: ConsoleScreen) -> String {
        let share = size.population > 0 ? Double(size.size) / Double(size.population) : 0
        let counts = [
            "n": screen.format.number(size.size), "of": screen.format.number(size.population), "share": screen.format.percent(share),
            "margin": screen.format.number(size.marginOfError),
        ]
        let text = screen(size.isExact ? "segment.preview.exact" : "segment.preview.estimate", counts)
        guard let masked = size.masked?.first else { return text }
        return "\(text) \(screen("segment.preview.masked", ["field": masked.field.description]))"
    }

    private func words(_ refusal: PolicyRefusal, _ screen: ConsoleScreen) -> String {
        screen("segment.preview.refused", ["policy": refusal.policy, "field": refusal.field.description])
    }

    private func sample(_ size: SegmentPreview.Size, _ screen: ConsoleScreen) -> Markup {
        .paragraph {
            Markup.small(screen("segment.preview.sample"))
            for profile in size.sample {
                " \(Markup.link(String(profile.rawValue.suffix(8)), screen.link("/ui/profile/customers/\(profile)", of: .profile)))"
                    as Markup
            }
        }
    }
}
