import CommonModels
import HTTPTypes
import HummingbirdTesting
import NIOCore
import ProfileService
import ServiceKit
import TestFixtures
import Testing

@Suite("Pages of cases, policies and audit")
struct CasePagesTests {
    @Test("say what waits, what is next and who confirmed, in both languages", arguments: ["ko", "en"])
    func pages(locale: String) async throws {
        try await TestInstallation.of(ProfileService.self) { installation in
            let run = CaseRun(installation: installation)
            #expect(try await HTMLInspector(installation.page("/ui/profile/cases", locale: locale).text).faults == [])
            _ = try await run.seed()
            let open = try await run.open("erase")
            let running = try await run.start("access")
            _ = try await run.await("Profile's part", { $0["bundleUntil"] != nil }, of: running)
            for path in [
                "/ui/profile/cases", "/ui/profile/cases?view=done", "/ui/profile/cases?q=anna@mail.example", "/ui/profile/cases/new",
                "/ui/profile/cases/\(open)", "/ui/profile/cases/\(open)/refuse", "/ui/profile/cases/\(open)/run",
                "/ui/profile/cases/\(running)", "/ui/profile/policies", "/ui/profile/audit",
            ] {
                let answer = try await installation.page(path, locale: locale)
                #expect(answer.status == .ok, "\(path)")
                #expect(HTMLInspector(answer.text).faults == [], "\(path)")
            }
            let list = try await installation.page("/ui/profile/cases", locale: locale).text
            #expect(list.contains("anna@mail.example") && list.contains(locale == "ko" ? "본인 확인 전" : "not checked"))
            let waiting = try await installation.page("/ui/profile/cases/\(running)", locale: locale).text
            #expect(waiting.contains("tests") && !waiting.contains("key_"), "who did what, by name")
            let audit = try await installation.page("/ui/profile/audit", locale: locale).text
            #expect(audit.contains("tests") && audit.contains("key_"))
            #expect(waiting.contains("bundle/profile/trait") && waiting.contains(locale == "ko" ? "째 기다림" : "waiting for"))
        }
    }

    @Test("walk a case from the form to the services' confirmations")
    func walk() async throws {
        try await TestInstallation.of(ProfileService.self) { installation in
            let run = CaseRun(installation: installation)
            _ = try await run.seed()
            var headers = try await installation.session(of: [.privacyOfficer])
            headers[.contentType] = "application/x-www-form-urlencoded"
            func send(_ path: String, _ form: String) async throws -> TestResponse {
                try await installation.client.execute(uri: path, method: .post, headers: headers, body: .init(string: form))
            }
            let refused = try await send("/ui/profile/cases/new", "kind=erase&law=gdpr&subject=nobody")
            #expect(refused.status == .unprocessableContent && refused.text.contains("nobody"))
            let made = try await send("/ui/profile/cases/new", "kind=object&law=pipa&subject=u1&purposes=marketing")
            let address = try #require(made.headers[.location])
            #expect(try await send(address + "/identity-check", "method=callBack&note=t7").status == .seeOther)
            #expect(try await send(address + "/notes", "text=done").status == .seeOther)
            #expect(try await send(address + "/run", "").status == .seeOther)
            let id = String(address.split(separator: "/").last ?? "")
            #expect(try await run.show(id)["state"] == "running")
        }
    }

    @Test("take corrections as they are typed, line by line, and say what is wrong beside the field")
    func corrections() async throws {
        try await TestInstallation.of(ProfileService.self) { installation in
            _ = try await CaseRun(installation: installation).seed()
            var headers = try await installation.session(of: [.privacyOfficer])
            headers[.contentType] = "application/x-www-form-urlencoded"
            func send(_ more: String) async throws -> TestResponse {
                let form = "kind=correct&law=gdpr&subject=u1&" + more
                return try await installation.client.execute(
                    uri: "/ui/profile/cases/new", method: .post, headers: headers, body: .init(string: form))
            }
            for (form, fault) in [
                ("identities=email", "namespace: wrong = right"), ("identities=%20%3D%20x", "namespace: wrong = right"),
                ("identities=email:nobody@mail.example%20%3D", "an identity the person has"),
                ("identities=userId:%20%3D%20u2", "somebody else"),
                ("traits=city", "name = value"),
            ] {
                let refused = try await send(form)
                #expect(refused.status == .unprocessableContent && refused.text.contains(fault), "\(form)")
            }
            let typed =
                "identities=email:%20Anna@Mail.example%20%3D%20kim@mail.example%0Aphone:%20%3D%20010-2345-6789&traits=city%20%3D%20Jeju"
            let made = try await send(typed)
            let address = try #require(made.headers[.location])
            let page = try await installation.page(address, locale: "en").text
            for line in ["city = Jeju", "email: Anna@Mail.example → kim@mail.example", "phone: – → 010-2345-6789"] {
                #expect(page.contains(line), "\(line)")
            }
        }
    }

    @Test("are for privacy officers and administrators; the audit log for whoever may read it")
    func access() async throws {
        try await TestInstallation.of(ProfileService.self) { installation in
            #expect(try await installation.page("/ui/profile/cases", as: [.marketer]).status == .forbidden)
            #expect(try await installation.page("/ui/profile/audit", as: [.marketer]).status == .forbidden)
            #expect(try await installation.page("/ui/profile/cases", as: [.administrator]).status == .ok)
            let export = try await installation.page("/ui/profile/audit/export?action=governance")
            #expect(export.headers[.contentType] == "text/csv; charset=utf-8" && export.text.hasPrefix("sequence,at,actor"))
        }
    }
}
