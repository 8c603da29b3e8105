import CommonModels
import ConsoleKit
import ProfileDomain
import RuleKit
import ServiceKit

extension Customer360 {
    private static let shownMax = 40  // of one kind; the rest are counted

    /// What is known, by how it is known; each with its source and age.
    var traits: Markup {
        .card(screen("profile.customer.known"), right: .small(screen("profile.customer.sourceAndAge")), span: 4, id: "traits") {
            if knowledge.sheet.views.isEmpty {
                Markup.emptyState(
                    screen("profile.customer.noTraitsTitle"), screen("profile.customer.noTraits"),
                    action: screen.may(.profileWrite) ? .buttonLink(screen("profile.edit.add"), editAddress) : .empty)
            } else {
                section("profile.known.zeroParty", .zeroParty)
                section("profile.known.firstParty", .firstParty)
                section("profile.known.computed", .computed)
                section("profile.known.inferred", .inferred)
                if screen.may(.profileWrite) { Markup.link(screen("profile.edit.open"), editAddress) }
                history
            }
        }
    }

    var editAddress: String { "/ui/profile/customers/\(profile.id.rawValue)/traits" }

    @MarkupBuilder private func section(_ title: String, _ kind: TraitKind) -> Markup {
        let facts = knowledge.facts(kind)
        if !facts.isEmpty {
            "<h3>\(screen(title))</h3>" as Markup
            Markup.keyValues(facts.prefix(Self.shownMax).map(item))
            if facts.count > Self.shownMax {
                Markup.why(screen("console.chart.others", ["n": screen.format.number(facts.count - Self.shownMax)]))
            }
        }
    }

    private func item(_ fact: CustomerKnowledge.Fact) -> KeyValue {
        let words = TraitWords(screen, knowledge.computed)
        var parts = [words.source(fact.statement.source, fact.kind), screen.format.relative(fact.statement.at)]
        if fact.kind == .computed {
            parts = [
                knowledge.definition(fact.name)?.window.map { screen("profile.known.window", ["window": $0.words(in: screen.locale)]) }
                    ?? screen("profile.customer.computed")
            ]
        }
        if let confidence = fact.statement.confidence {
            parts = [screen("profile.known.confidence", ["percent": screen.format.percent(confidence, digits: 0)])]
        }
        if !fact.counts { parts.append(screen("profile.known.notCounting")) }
        let value = words.value(fact.statement.value, name: fact.name)
        if let masked = screen.maskedBecause(DataField(.trait, fact.name)) { parts.append(masked) }
        return KeyValue(words.name(fact.name), value, source: parts.joined(separator: " · "))
    }

    /// What was said before, and what a source says that comes later in the priorities.
    @MarkupBuilder private var history: Markup {
        let contested = knowledge.contested
        if !contested.isEmpty {
            Markup.details(screen("profile.history.title", ["n": screen.format.number(contested.count)])) {
                Markup.table(
                    label: screen("profile.history.label"),
                    [
                        TableColumn(screen("profile.history.trait")), TableColumn(screen("profile.history.now")),
                        TableColumn(screen("profile.history.before")), TableColumn(screen("profile.history.overruled")),
                    ], Array(contested.prefix(Self.shownMax))
                ) { key, statement in
                    let words = TraitWords(screen, knowledge.computed)
                    let now = statement.isTakenBack ? screen("profile.history.takenBack") : words.value(statement.value, name: key.name)
                    let reason = statement.reason.map { screen.fields.text($0, DataField(.trait, key.name + ".reason")) }
                    let why = [words.source(statement.source, key.kind), screen.format.relative(statement.at), reason]
                    return [
                        .strong(words.name(key.name)), .text(now) + "<br>" + .small(why.compactMap(\.self).joined(separator: " · ")),
                        past(statement.previous, key.name), past(statement.overruled, key.name),
                    ]
                }
            }
        }
    }

    private func past(_ past: TraitPast?, _ name: String) -> Markup {
        guard let past else { return .text("–") }
        let words = TraitWords(screen, knowledge.computed)
        let value = past.value.isNull ? screen("profile.history.takenBack") : words.value(past.value, name: name)
        return .text(value) + "<br>" + .small("\(words.source(past.source, .firstParty)) · \(screen.format.relative(past.at))")
    }

    /// Accounts and households, with the person's place in them.
    var groupsCard: Markup {
        .card(screen("profile.groups.title")) {
            if groups.isEmpty {
                Markup.why(screen("profile.groups.noneOfPerson"))
            } else {
                Markup.table(
                    label: screen("profile.groups.title"),
                    [
                        TableColumn(screen("profile.groups.group")), TableColumn(screen("profile.groups.role")),
                        .number(screen("profile.groups.since")),
                    ], groups
                ) { place in
                    let name = GroupPages.name(place.group.id, place.group.traits, screen)
                    return [
                        .link(name, GroupPages.address(of: place.group.id)) + " " + .small(GroupPages.kind(place.group.kind, screen)),
                        .text(place.membership.role ?? "–"), .text(screen.format.relative(place.membership.since)),
                    ]
                }
            }
        }
    }
}
