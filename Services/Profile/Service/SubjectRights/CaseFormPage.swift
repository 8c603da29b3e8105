import CommonModels
import ConsoleKit
import ProfileDomain
import ServiceKit

/// Opening a case for a person who asked by mail, phone or letter.
struct CaseFormPage {
    let screen: ConsoleScreen
    let law: CaseLaw
    var values: [String: String] = [:]
    var errors = FormErrors.none

    private static let kinds: [SubjectAction] = [.access, .erase, .restrict, .object, .correct]

    var page: ConsolePage {
        let words = CaseWords(screen)
        let form = screen.form(values: values.merging(["law": law.rawValue]) { given, _ in given }, errors: errors)
        return ConsolePage(
            title: screen("profile.case.new.title"), active: .cases, crumbs: [.init(screen("profile.cases.title"), "/ui/profile/cases")],
            answer: screen("profile.case.new.answer")
        ) {
            Markup.card(screen("profile.case.new.title")) {
                form.markup(to: "/ui/profile/cases/new", submit: screen("profile.case.new.submit"), cancel: "/ui/profile/cases") {
                    form.select("kind", screen("profile.case.kind"), Self.kinds.map { ($0.rawValue, words.kind($0)) })
                    form.text(
                        "subject", screen("profile.case.subject"), hint: screen("profile.case.new.subjectHint"), isRequired: true,
                        limit: 255)
                    form.select("law", screen("profile.case.law"), CaseLaw.allCases.map { ($0.rawValue, words.law($0)) })
                    form.text(
                        "purposes", screen("profile.case.new.purposes"), hint: screen("profile.case.new.purposesHint"), limit: 400)
                    form.area("traits", screen("profile.case.new.traits"), hint: screen("profile.case.new.traitsHint"), rows: 3)
                    form.area(
                        "identities", screen("profile.case.new.identities"), hint: screen("profile.case.new.identitiesHint"), rows: 2)
                    form.area("note", screen("profile.case.note"), hint: screen("profile.case.new.noteHint"), rows: 3)
                }
            }
        }
    }

    /// What was typed, as the API takes it.
    /// - Throws: ``CaseError``.
    static func request(_ sent: [String: String]) throws -> (request: CaseRequest, subject: CaseDesk.Subject, law: CaseLaw, note: String) {
        var body: JSONObject = ["kind": .string(sent["kind"] ?? "")]
        body["purposes"] = .array((sent["purposes"] ?? "").split { ", ".contains($0) }.map { .string(String($0)) })
        body["traits"] = .object(try traits(sent["traits"] ?? ""))
        body["identities"] = .array(try identities(sent["identities"] ?? ""))
        let request = try CaseRequest(json: .object(body))
        guard let law = CaseLaw(rawValue: sent["law"] ?? "") else { throw CaseError.invalid(field: "law", expected: "gdpr or pipa") }
        return (request, try subject(sent["subject"] ?? ""), law, String((sent["note"] ?? "").prefix(CaseNote.textLengthMax)))
    }

    /// An e-mail address, a profile id, or a member number.
    static func subject(_ text: String) throws -> CaseDesk.Subject {
        if let id = ProfileID(text) { return .profile(id) }
        let namespace = text.contains("@") ? "email" : "userId"
        guard let key = IdentityKey(named: namespace, text) else {
            throw CaseError.invalid(field: "subject", expected: "an e-mail address, a member number or a profile id")
        }
        return .identity(key)
    }

    /// Lines `name = value`; nothing after `=` removes the trait.
    private static func traits(_ text: String) throws -> JSONObject {
        try lines(text, field: "traits", form: "name = value").reduce(into: [:]) { traits, line in
            guard let name = line.left else { throw CaseError.invalid(field: "traits", expected: "lines of the form name = value") }
            traits[name] = line.right.map { .string($0) } ?? .null
        }
    }

    /// Lines `namespace: wrong = right`; nothing before `=` adds the right one, nothing after it takes the wrong one away.
    private static func identities(_ text: String) throws -> [JSONValue] {
        let form = "namespace: wrong = right"
        return try lines(text, field: "identities", form: form).map { line in
            let parts = (line.left ?? "").split(separator: ":", maxSplits: 1).map { $0.trimming(while: \.isWhitespace) }
            guard let namespace = parts.first else { throw CaseError.invalid(field: "identities", expected: "lines of the form \(form)") }
            var correction: JSONObject = ["namespace": .string(namespace)]
            if parts.count > 1, !parts[1].isEmpty { correction["from"] = .string(parts[1]) }
            if let right = line.right { correction["to"] = .string(right) }
            return .object(correction)
        }
    }

    /// What stands on both sides of `=`, nil for nothing.
    private static func lines(_ text: String, field: String, form: String) throws -> [(left: String?, right: String?)] {
        try text.split(whereSeparator: \.isNewline).map { line in
            let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                .map { $0.trimming(while: \.isWhitespace) }
            guard parts.count == 2 else { throw CaseError.invalid(field: field, expected: "lines of the form \(form)") }
            return (parts[0].isEmpty ? nil : parts[0], parts[1].isEmpty ? nil : parts[1])
        }
    }
}

extension Substring {
    fileprivate func trimming(while isSpace: (Character) -> Bool) -> String {
        let start = drop(while: isSpace)
        guard let end = start.lastIndex(where: { !isSpace($0) }) else { return "" }
        return String(start[...end])
    }
}
