import CommonModels
import ConsoleKit
import ProfileDomain
import ServiceKit

extension Customer360 {
    /// What may be done, as the person said it or as their region's default has it.
    var consents: Markup {
        .card(screen("profile.consent.title"), span: 4) {
            if rights.stated.isEmpty {
                Markup.emptyState(screen("profile.consent.none"), screen("profile.consent.noneHint"))
            } else {
                consentTable(rights.stated)
            }
            if !rights.unasked.isEmpty {
                Markup.details(screen("profile.consent.unasked", ["n": screen.format.number(rights.unasked.count)])) {
                    consentTable(rights.unasked)
                }
            }
        }
    }

    private func consentTable(_ items: [EffectiveConsent]) -> Markup {
        let words = CustomerWords(screen)
        return Markup.table(
            label: screen("profile.consent.title"),
            [
                TableColumn(screen("profile.consent.purpose")), TableColumn(screen("profile.consent.channel")),
                TableColumn(screen("profile.consent.status")), TableColumn(screen("profile.consent.basis")),
            ], items
        ) { item in
            [
                .text(words.purpose(item.purpose)), .text(words.channel(item.channel)), words.consentTag(item.status),
                .small(basis(of: item)),
            ]
        }
    }

    private func basis(of item: EffectiveConsent) -> String {
        if let record = item.record { return "\(screen.format.date(record.at)) \(sourceName(record.source))" }
        let reason = screen("profile.consent.reason.\(item.reason.rawValue)")
        // The region tells where the person is.
        guard !Country.traits.contains(where: { screen.fields.hides(DataField(.trait, $0)) }) else { return reason }
        return rights.region.map { "\(reason) · \($0.name(screen.locale))" } ?? reason
    }

    /// What the person forbade by a request of theirs; everybody who works with the profile is to see it.
    var restrictionTags: Markup {
        if rights.restriction.isRestricted { return .tag(screen("profile.rights.restricted"), .warn) }
        let words = CustomerWords(screen)
        return rights.restriction.objections.map(\.rawValue).sorted().compactMap { Purpose(rawValue: $0) }.map {
            .tag(screen("profile.rights.objects", ["purpose": words.purpose($0)]), .warn)
        }.joined()
    }

    /// Requests about the person's data, for who handles them.
    var cases: Markup {
        guard screen.may(.privacyManage) else { return .empty }
        let words = CaseWords(screen)
        return .card(screen("profile.rights.title")) {
            if rights.cases.isEmpty {
                Markup.why(screen("profile.rights.none"))
            } else {
                Markup.table(
                    label: screen("profile.rights.title"),
                    [
                        TableColumn(screen("profile.case.kind")), TableColumn(screen("profile.case.state")),
                        TableColumn(screen("profile.case.due")),
                    ], rights.cases.prefix(10)
                ) { item in
                    [.link(words.kind(item.request.action), "/ui/profile/cases/\(item.id)"), words.state(item), words.due(item)]
                }
            }
        }
    }
}
