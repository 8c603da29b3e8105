package import CommonModels
import Foundation
package import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
package import ServiceClients
import ServiceKit
import Synchronization

/// A service whose answers a test writes down beforehand, over real HTTP.
package final class ScriptedNeighbour: Sendable {
    /// What was asked.
    package struct Call: Sendable {
        package let path: String
        package let headers: HTTPFields
        package let body: JSONValue?
    }

    package struct Answer: Sendable {
        let status: HTTPResponse.Status
        let headers: HTTPFields
        let body: String

        package init(_ status: HTTPResponse.Status, _ headers: HTTPFields = [:], _ body: String = "") {
            self.status = status
            self.headers = headers
            self.body = body
        }

        package static let ok = Answer(.ok, [:], "{}")

        /// A refusal, e.g. of the type `urn:maru:problem:validation`.
        package static func problem(_ status: HTTPResponse.Status, _ name: String) -> Answer {
            Answer(status, [:], #"{"type":"urn:maru:problem:\#(name)"}"#)
        }
    }

    package static let secret = Array(String(repeating: "s", count: 32).utf8)
    private static let retries = RetryPolicy(attemptsMax: 3, pauseMin: .milliseconds(1), pauseMax: .milliseconds(2))

    private let answer: @Sendable (Call) -> Answer
    private let seen = Mutex<[Call]>([])

    package init(_ answer: @escaping @Sendable (Call) -> Answer) { self.answer = answer }

    /// One answer after the other; the last one repeats.
    package convenience init(_ answers: [Answer]) {
        let position = Mutex(0)
        self.init { _ in
            answers[
                position.withLock { next in
                    defer { next = min(next + 1, answers.count - 1) }
                    return next
                }]
        }
    }

    package var calls: [Call] { seen.withLock { $0 } }

    /// Runs `body` with calls of Journey, to this as `name`.
    package func withCalls(
        as name: ServiceName, _ body: @Sendable @escaping (ServiceHTTP, ManualTime) async throws -> Void
    ) async throws {
        let router = Router()
        for method in [HTTPRequest.Method.get, .post] {
            router.on("**", method: method) { request, _ in try await self.take(request) }
        }
        let application = Application(router: router, configuration: .init(address: .hostname("127.0.0.1", port: 0)))
        try await application.test(.live) { client in
            let time = ManualTime(TestInstallation.start)
            let tokens = await ServiceTokens(issuer: .journey, secret: Self.secret, clock: time.clock)
            let address = client.port.flatMap { URL(string: "http://127.0.0.1:\($0)") }
            let http = ServiceHTTP(
                tokens: tokens, neighbours: address.map { [name: $0] } ?? [:], clock: time.clock, retries: Self.retries,
                logger: LogCapture().logger())
            try await body(http, time)
        }
    }

    private func take(_ request: Request) async throws -> Response {
        let body = try await request.body.collect(upTo: 1 << 20)
        let call = Call(path: request.uri.path, headers: request.headers, body: try? JSONValue(parsing: String(buffer: body)))
        seen.withLock { $0.append(call) }
        let answer = answer(call)
        return Response(status: answer.status, headers: answer.headers, body: .init(byteBuffer: ByteBuffer(string: answer.body)))
    }
}
