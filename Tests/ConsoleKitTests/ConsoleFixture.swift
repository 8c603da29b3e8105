import CommonModels
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import ServiceKit
import TestFixtures

/// The gallery service in process, with two people: `admin` sees all, `editor` only content.
enum ConsoleFixture {
    static let password = "correct horse battery"

    static func run(_ body: @Sendable (any TestClientProtocol) async throws -> Void) async throws {
        try await TestEngine.sqlite.withDatabase { database in
            let folder = FileManager.default.temporaryDirectory.appending(path: "console-\(UUID().uuidString)").path
            defer { try? FileManager.default.removeItem(atPath: folder) }
            let settings = try ServiceSettings(.segment, config: ServiceConfiguration.reader(variables: ["MARU_DATA": folder]))
            let ids = IDGenerator.sequential()
            let hash = try PasswordHash(hashing: password, rounds: 16)
            try AccessFileStore(path: settings.accessFile).update { file in
                for (login, role) in [("admin", Role.administrator), ("editor", .contentEditor), ("finance", .finance)] {
                    file.users.append(
                        LocalUser(
                            id: ids.next(), login: login, displayName: "서지은 \(login)", roles: [role], password: hash, createdAt: .epoch))
                }
            }
            let app = try await buildApplication(GalleryService.self, settings: settings, database: database)
            try await app.test(.router, body)
        }
    }

    /// The cookie of a session.
    static func signIn(
        _ client: any TestClientProtocol, _ login: String = "admin", password: String = password, next: String = "/ui/segment"
    ) async throws -> (cookie: String?, response: TestResponse) {
        let response = try await client.execute(
            uri: "/ui/sign-in", method: .post, headers: [.contentType: "application/x-www-form-urlencoded", .accept: "text/html"],
            body: ByteBuffer(string: "login=\(login)&password=\(password.replacing(" ", with: "+"))&next=\(next)"))
        let cookie = response.headers[.setCookie].map { String($0.prefix { $0 != ";" }) }
        return (cookie, response)
    }

    static func page(_ client: any TestClientProtocol, _ path: String, cookie: String? = nil, locale: ConsoleLocale = .ko) async throws
        -> TestResponse
    {
        var headers: HTTPFields = [.accept: "text/html,*/*", .acceptLanguage: locale.rawValue]
        if let cookie { headers[.cookie] = cookie }
        return try await client.execute(uri: path, method: .get, headers: headers)
    }
}
