extension PolicyBook {
    /// What holds until a company says otherwise.
    package static let standard = PolicyBook(
        labels: standardLabels,
        policies: [
            DataPolicy(
                key: "sensitive-never-used", label: .sensitive, actions: Set(DataAction.allCases), effect: .deny),
            DataPolicy(
                key: "financial-not-exported", label: .financial, actions: [.export], effect: .deny),
            DataPolicy(
                key: "contact-leaves-for-a-purpose", label: .contact, actions: [.export],
                effect: .allowOnly([.marketing, .analytics, .personalization])),
        ])

    /// Privacy officers and administrators read everything, other people what tells neither who somebody is nor how to reach
    /// them; applications all but special categories.
    package static let standardReads: [ReadRule] =
        ["administrator", "privacyOfficer"].map { ReadRule(role: $0, reads: .everything) }
        + ["coeLead", "marketer", "contentEditor", "approver", "analyst", "finance", "engineer"].map {
            ReadRule(role: $0, reads: .only([.location]))
        } + [ReadRule(role: ReadRule.key, reads: .only([.contact, .financial, .identity, .location]))]

    private static let standardLabels: [Labelled] = {
        let names: [(DataLabel, [String])] = [
            (.contact, ["identity:email", "identity:phone", "trait:*email*", "trait:*phone*", "trait:*mobile*", "trait:*address*"]),
            (
                .identity,
                [
                    "identity:*", "trait:name", "trait:first*name", "trait:last*name", "trait:full*name", "trait:birth*",
                    "trait:*passport*", "trait:*resident*number*",
                ]
            ),
            (
                .sensitive,
                [
                    "trait:*health*", "trait:*religion*", "trait:*ethnic*", "trait:*politic*", "trait:*union*member*",
                    "trait:*sexual*", "trait:*biometric*", "trait:*disability*", "event:*.*health*",
                ]
            ),
            (.financial, ["trait:*income*", "trait:*card*number*", "trait:*account*number*", "trait:*credit*score*"]),
            (.location, ["trait:*latitude*", "trait:*longitude*", "event:*.latitude", "event:*.longitude"]),
        ]
        return names.flatMap { label, patterns in patterns.compactMap { DataField(text: $0).map { Labelled($0, label) } } }
    }()
}
