import ConsoleKit
import ProfileDomain
import ServiceKit

/// The fields of a namespace's form, and what was written in them.
struct NamespaceFields {
    let screen: ConsoleScreen
    let form: ConsoleForm
    let isNew: Bool

    func markup(to address: String) -> Markup {
        form.markup(to: address, submit: screen("profile.identities.save"), cancel: "/ui/profile/identities") {
            if isNew {
                form.text(
                    "key", screen("profile.identities.key"), hint: screen("profile.identities.keyHint"), isRequired: true,
                    limit: IdentityNamespace.keyLengthMax, placeholder: "crmId")
            } else {
                form.hidden("version", form.values["version"] ?? "")
            }
            form.beside {
                form.text(
                    "priority", screen("profile.identities.priority"), kind: .number, hint: screen("profile.identities.priorityHint"),
                    isRequired: true)
                select("holder", screen("profile.identities.holder"), NamespaceDefinition.Holder.allCases.map(\.rawValue))
            }
            form.beside {
                form.text("valuesMax", screen("profile.identities.valuesMax"), kind: .number, isRequired: true)
                select("overflow", screen("profile.identities.overflow"), NamespaceDefinition.Overflow.allCases.map(\.rawValue))
            }
            form.beside {
                select(
                    "normalization", screen("profile.identities.normalization"),
                    NamespaceDocument.Normalization.Kind.allCases.map(\.rawValue))
                form.select(
                    "region", screen("profile.identities.region"), PhoneRegion.all.keys.sorted().map { ($0, $0) },
                    hint: screen("profile.identities.regionHint"))
            }
            form.beside {
                form.text("removed", screen("profile.identities.removed"), hint: screen("profile.identities.customHint"), limit: 20)
                form.text("lengthMin", screen("profile.identities.lengthMin"), kind: .number)
                form.text("lengthMax", screen("profile.identities.lengthMax"), kind: .number)
            }
            form.checkbox("isLowercased", screen("profile.identities.isLowercased"))
            form.checkbox("digitsOnly", screen("profile.identities.digitsOnly"))
            form.text(
                "trait", screen("profile.identities.trait"), hint: screen("profile.identities.traitHint"),
                limit: NamespaceDefinition.traitLengthMax)
            form.beside {
                form.text(
                    "quarantine", screen("profile.identities.quarantineProfiles"), kind: .number,
                    hint: screen("profile.identities.quarantineHint"))
                form.text("days", screen("profile.identities.quarantineDays"), kind: .number)
            }
        }
    }

    /// Options named `profile.identities.<field>.<value>`.
    private func select(_ name: String, _ label: String, _ values: [String]) -> Markup {
        form.select(name, label, values.map { ($0, screen("profile.identities.\(name).\($0)")) })
    }

    static func values(_ document: NamespaceDocument) -> [String: String] {
        let normalization = document.normalization
        var values = [
            "priority": String(document.priority), "holder": document.holder.rawValue, "valuesMax": String(document.valuesMax),
            "overflow": document.overflow.rawValue, "normalization": normalization.kind.rawValue, "region": normalization.region ?? "KR",
            "removed": normalization.removed ?? "", "lengthMin": normalization.lengthMin.map { String($0) } ?? "",
            "lengthMax": normalization.lengthMax.map { String($0) } ?? "", "trait": document.trait ?? "",
        ]
        if normalization.isLowercased ?? false { values["isLowercased"] = "on" }
        if normalization.digitsOnly ?? false { values["digitsOnly"] = "on" }
        if let quarantine = document.quarantine {
            values["quarantine"] = String(quarantine.profiles)
            values["days"] = String(quarantine.days)
        }
        return values
    }

    /// - Throws: ``IdentityRuleError/invalid(_:)`` for what is no number or no choice.
    static func document(_ sent: [String: String]) throws -> NamespaceDocument {
        func number(_ name: String) throws -> Int? {
            guard let text = sent[name], !text.isEmpty else { return nil }
            guard let number = Int(text) else { throw IdentityRuleError.invalid([Problem.Fault("a whole number", pointer: "/" + name)]) }
            return number
        }
        let kind = NamespaceDocument.Normalization.Kind(rawValue: sent["normalization"] ?? "") ?? .exact
        var definition = NamespaceDefinition(
            IdentityNamespace(rawValue: ""), priority: try number("priority") ?? 0,
            holder: NamespaceDefinition.Holder(rawValue: sent["holder"] ?? "") ?? .person, valuesMax: try number("valuesMax") ?? 0,
            overflow: NamespaceDefinition.Overflow(rawValue: sent["overflow"] ?? "") ?? .refuseNewest, normalization: .exact)
        definition.trait = sent["trait"].flatMap { $0.isEmpty ? nil : $0 }
        if let profiles = try number("quarantine") {
            definition.quarantine = QuarantineRule(profiles: profiles, days: try number("days") ?? 30)
        }
        var document = NamespaceDocument(definition)
        document.normalization.kind = kind
        if kind == .phone { document.normalization.region = sent["region"] }
        if kind == .custom {
            document.normalization.isLowercased = sent["isLowercased"] == "on"
            document.normalization.digitsOnly = sent["digitsOnly"] == "on"
            document.normalization.removed = sent["removed"] ?? ""
            document.normalization.lengthMin = try number("lengthMin")
            document.normalization.lengthMax = try number("lengthMax")
        }
        return document
    }

    /// Faults below `/normalization/` belong to the field of that name.
    static func named(_ faults: [Problem.Fault]) -> [Problem.Fault] {
        faults.map { Problem.Fault($0.detail, pointer: $0.pointer.replacing("/normalization/", with: "/")) }
    }
}
