import CommonModels
import HTTPTypes
import HummingbirdTesting
import Logging
import NIOCore
import ServiceKit
import StorageKit
import TestFixtures
import Testing

@Suite("sessions")
struct SessionTests {
    private func withAccess(_ body: (AccessControl, TestKeysFolder, ManualTime) async throws -> Void) async throws {
        try await TestFolder.with { folder in
            let time = ManualTime(TestInstallation.start)
            let keys = try TestKeysFolder(folder)
            let secrets = SecretFolder(path: folder + "/secrets")
            let access = try AccessControl(
                service: .segment, store: keys.store, sessions: SessionSigner(secret: try secrets.secret(named: "session.key")),
                tokens: await ServiceTokens(issuer: .segment, secret: try secrets.secret(named: "service.key"), clock: time.clock),
                clock: time.clock, rates: RateLimits(), reloadInterval: .zero, logger: LogCapture().logger())
            try await body(access, keys, time)
        }
    }

    @Test("the right password opens a session whose cookie is HttpOnly and Lax")
    func signIn() async throws {
        try await withAccess { access, keys, time async throws in
            try keys.add("lead@example.com", password: "correct horse", roles: [.coeLead])
            let session = try await access.signIn(login: "Lead@Example.com", password: "correct horse", from: "::1")
            let cookie = session.setCookie(isSecure: true, at: time.clock.now())
            for part in ["HttpOnly", "SameSite=Lax", "Secure", "Path=/"] { #expect(cookie.contains(part)) }
            #expect(access.sessions.verify(session.cookieValue, at: time.clock.now()) == session)
            #expect(access.sessions.verify(session.cookieValue + "x", at: time.clock.now()) == nil)
            #expect(access.sessions.verify(session.cookieValue, at: time.clock.now() + SessionSigner.lifetime) == nil)
        }
    }

    @Test("wrong passwords and unknown names are refused alike and slowed down after some")
    func throttling() async throws {
        try await withAccess { access, keys, time async throws in
            try keys.add("lead@example.com", password: "correct horse", roles: [.coeLead])
            for _ in 1...20 {
                await #expect(throws: Problem.unauthenticated("The name or the password is wrong.")) {
                    try await access.signIn(login: "lead@example.com", password: "wrong", from: "::1")
                }
            }
            await #expect(throws: Problem.tooManyRequests(retryAfter: 1)) {
                try await access.signIn(login: "lead@example.com", password: "correct horse", from: "::2")
            }
            time.advance(by: .seconds(2))
            _ = try await access.signIn(login: "lead@example.com", password: "correct horse", from: "::2")
        }
    }

    @Test("a failure that is counted beforehand lets nobody try more often, and is given back")
    func reservations() throws {
        let throttle = RefusalThrottle(perSecond: 1, burst: 3)
        let now = TestInstallation.start
        for _ in 0..<3 { try throttle.reserve("a", at: now) }
        #expect(throws: Problem.tooManyRequests(retryAfter: 1)) { try throttle.reserve("a", at: now) }
        try throttle.reserve("b", at: now)
        throttle.giveBack("a")
        try throttle.reserve("a", at: now)
        #expect(throws: Problem.self) { try throttle.reserve("a", at: now) }
        try throttle.reserve("a", at: now + .seconds(1))
        for _ in 0..<9 { throttle.giveBack("c") }
        for _ in 0..<3 { try throttle.reserve("c", at: now) }
        #expect(throws: Problem.self) { try throttle.reserve("c", at: now) }
    }

    @Test("guesses made all at once are counted before they are tried")
    func parallelGuesses() async throws {
        try await withAccess { access, keys, time async throws in
            try keys.add("lead@example.com", password: "correct horse", roles: [.coeLead])
            let tried = await withTaskGroup(of: Bool.self) { group in
                for number in 0..<200 {
                    group.addTask {
                        do {
                            _ = try await access.signIn(login: "lead@example.com", password: "guess \(number)", from: "::\(number)")
                            return true
                        } catch {
                            return (error as? Problem)?.status == .unauthorized
                        }
                    }
                }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect((1...20).contains(tried))
            // Who signs in rightly loses nothing of the address they share.
            for _ in 0..<30 { _ = try? await access.signIn(login: "nobody@example.com", password: "x", from: "::9") }
            time.advance(by: .seconds(60))
            for _ in 0..<30 { _ = try await access.signIn(login: "lead@example.com", password: "correct horse", from: "::9") }
        }
    }

    @Test("sign-ins are in the audit log, good and refused, without what was typed", arguments: TestEngine.available)
    func audit(engine: TestEngine) async throws {
        try await engine.withDatabase([AuditLog.migrations]) { database in
            try await TestFolder.with { folder in
                let time = ManualTime(TestInstallation.start)
                let audit = AuditLog(database: database, clock: time.clock)
                let keys = try TestKeysFolder(folder)
                let secrets = SecretFolder(path: folder + "/secrets")
                let access = try AccessControl(
                    service: .segment, store: keys.store, sessions: SessionSigner(secret: try secrets.secret(named: "session.key")),
                    tokens: await ServiceTokens(issuer: .segment, secret: try secrets.secret(named: "service.key"), clock: time.clock),
                    clock: time.clock, rates: RateLimits(), reloadInterval: .zero, audit: audit, logger: LogCapture().logger())
                try keys.add("lead@example.com", password: "correct horse", roles: [.coeLead])
                _ = try await access.signIn(login: "lead@example.com", password: "correct horse", from: "::1")
                for login in ["lead@example.com", "hunter2"] {
                    await #expect(throws: Problem.self) { try await access.signIn(login: login, password: "wrong", from: "::2") }
                }
                let user = try #require(try keys.store.load().users.first).id.rawValue
                let entries = try await audit.entries(limit: 10, before: nil)
                #expect(entries.map(\.action) == ["session.refuse", "session.refuse", "session.open"])
                #expect(entries.map(\.object) == ["unknown", user, user])
                #expect(entries.map(\.origin) == ["::2", "::2", "::1"])
                #expect(!"\(entries)".contains("hunter2") && !"\(entries)".contains("lead@"))
            }
        }
    }

    @Test("a form sent with a session needs the session's token, in a field or a header")
    func csrf() async throws {
        try await TestInstallation.of(SampleService.self) { here async throws in
            let session = try await here.session(of: [.coeLead])
            let form: HTTPFields = [.cookie: session[.cookie] ?? "", .contentType: "application/x-www-form-urlencoded"]
            let token = session[.csrfToken] ?? ""
            func rename(_ body: String, _ headers: HTTPFields) async throws -> TestResponse {
                try await here.send(.post, "/ui/segment/rename", key: nil, headers: headers, body: ByteBuffer(string: body))
            }
            #expect(try await rename("title=a", form).status == .forbidden)
            #expect(try await rename("title=a&csrf=wrong", form).status == .forbidden)
            let good = try await rename("title=%EA%B0%80+b&csrf=\(token)", form)
            #expect(good.text == "가 b")
            var withHeader = form
            withHeader[.csrfToken] = token
            #expect(try await rename("title=a", withHeader).text == "a")
        }
    }

    @Test("a page without a session leads to the sign-in page and back")
    func redirect() async throws {
        try await TestInstallation.of(SampleService.self) { here async throws in
            let answer = try await here.send(.get, "/ui/segment/?a=b", key: nil)
            #expect(answer.status == .seeOther)
            #expect(answer.headers[.location] == "/ui/sign-in?next=%2Fui%2Fsegment%2F%3Fa%3Db")
            #expect(try await here.send(.post, "/ui/segment/rename", key: nil).status == .unauthorized)
        }
    }

    @Test("a session ends when the person is removed or changes the password")
    func revocation() async throws {
        try await TestInstallation.of(SampleService.self) { here async throws in
            let session = try await here.session(of: [.coeLead])
            #expect(try await here.send(.get, "/v1/notes", key: nil, headers: session).status == .ok)
            try here.keys.store.update { $0.users[0].password = try PasswordHash(hashing: "another password", rounds: 16) }
            #expect(try await here.send(.get, "/v1/notes", key: nil, headers: session).status == .unauthorized)
        }
    }

    @Test("a page is in the language asked for, by query, cookie, header, then Korean")
    func languages() async throws {
        try await TestInstallation.of(SampleService.self) { here async throws in
            let path = "/ui/segment/"
            #expect(try await here.get(path).text == "ko")
            #expect(try await here.get(path, headers: [.acceptLanguage: "fr, en;q=0.8, ko;q=0.5"]).text == "en")
            #expect(try await here.get(path, headers: [.acceptLanguage: "en", .cookie: "maru_locale=ko"]).text == "ko")
            #expect(try await here.get(path + "?lang=en", headers: [.cookie: "maru_locale=ko"]).text == "en")
        }
    }

    @Test("a password hash matches its password only, and two of one password differ")
    func passwords() throws {
        let hash = try PasswordHash(hashing: "correct horse", rounds: 1024)
        #expect(hash.matches("correct horse"))
        #expect(!hash.matches("correct hors"))
        #expect(try PasswordHash(hashing: "correct horse", rounds: 1024) != hash)
        #expect(!hash.text.contains("horse"))
    }

    @Test("of many processes that start together one makes the secret and all read it")
    func secrets() async throws {
        try await TestFolder.with { folder in
            let secrets = SecretFolder(path: folder + "/secrets")
            let all = try await withThrowingTaskGroup(of: [UInt8].self) { group in
                for _ in 1...16 { group.addTask { try secrets.secret(named: "session.key") } }
                return try await group.reduce(into: Set<[UInt8]>()) { $0.insert($1) }
            }
            #expect(all.count == 1)
            #expect(all.first?.count == 64)
            #expect(FileMode.of(folder + "/secrets/session.key") == 0o600)
            #expect(FileMode.of(folder + "/secrets") == 0o700)
        }
    }
}
