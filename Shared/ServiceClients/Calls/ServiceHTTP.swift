import AsyncHTTPClient
package import CommonModels
package import Foundation
package import Logging
import NIOCore
import NIOHTTP1
package import ServiceKit

/// Calls neighbours: with our token, within a time, again after a pause when that is safe, and not at all while they rest.
package final class ServiceHTTP: Sendable {
    /// The connections of this process. A refused connection fails at once: our retries and circuits decide what follows,
    /// where AsyncHTTPClient's own would go on until the deadline.
    private static let client: HTTPClient = {
        var configuration = HTTPClient.Configuration.singletonConfiguration
        configuration.connectionPool.retryConnectionEstablishment = false
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }()

    private let tokens: ServiceTokens
    private let neighbours: [ServiceName: URL]
    private let clock: WallClock
    private let retries: RetryPolicy
    private let traces = TraceSource()
    private let breakers: [ServiceName: CircuitBreaker]
    private let logger: Logger

    package init(
        tokens: ServiceTokens, neighbours: [ServiceName: URL], clock: WallClock = .system, retries: RetryPolicy = RetryPolicy(),
        logger: Logger
    ) {
        self.tokens = tokens
        self.neighbours = neighbours
        self.clock = clock
        self.retries = retries
        self.logger = logger
        breakers = ServiceName.allCases.reduce(into: [:]) { $0[$1] = CircuitBreaker() }
    }

    package convenience init(frame: ServiceFrame, retries: RetryPolicy = RetryPolicy()) {
        self.init(
            tokens: frame.tokens, neighbours: frame.settings.neighbours, clock: frame.clock, retries: retries, logger: frame.logger)
    }

    /// - Throws: ``ServiceCallError``; `CancellationError` when the caller was cancelled.
    package func send(_ call: ServiceCall, to service: ServiceName) async throws -> ServiceAnswer {
        let breaker = breakers[service] ?? CircuitBreaker()
        var attempt = 0
        while true {
            if let rest = breaker.rest(at: clock.now()) { throw ServiceCallError.resting(service, retryAfter: rest) }
            attempt += 1
            let outcome = try await self.attempt(call, to: service, breaker: breaker)
            switch outcome {
            case .answered(let answer): return answer
            case .temporary(let error, let retryAfter):
                guard call.isRepeatable, attempt < retries.attemptsMax else { throw error }
                let pause = retries.pause(afterAttempt: attempt, retryAfter: retryAfter, jitter: Double.random(in: 0...1))
                logger.debug("A call is tried again", metadata: ["service": .string(service.rawValue)])
                try await Task.sleep(for: pause)
            }
        }
    }

    private enum Outcome {
        case answered(ServiceAnswer)
        case temporary(ServiceCallError, retryAfter: Duration?)
    }

    private func attempt(_ call: ServiceCall, to service: ServiceName, breaker: CircuitBreaker) async throws -> Outcome {
        let answer: ServiceAnswer
        do {
            answer = try await exchange(call, with: service)
        } catch {
            if Task.isCancelled || error is CancellationError {
                breaker.abandoned()
                throw CancellationError()
            }
            breaker.failed(at: clock.now())
            if let error = error as? ServiceCallError { throw error }
            return .temporary(.unreachable(service, reason: "\(type(of: error))"), retryAfter: nil)
        }
        guard answer.status >= 400 else {
            breaker.succeeded()
            return .answered(answer)
        }
        let problem = try? JSONValue(parsing: Array(buffer: answer.body))["type"]?.stringValue
        let error = ServiceCallError.refused(service, status: answer.status, problem: problem)
        guard RetryPolicy.isTemporary(answer.status) else {
            // It is alive and says no: for the circuit that is a success.
            if answer.status < 500 { breaker.succeeded() } else { breaker.failed(at: clock.now()) }
            throw error
        }
        if answer.status == 429 { breaker.succeeded() } else { breaker.failed(at: clock.now()) }
        let seconds = answer.headers.first(name: "retry-after").flatMap(Int64.init)
        return .temporary(error, retryAfter: seconds.map { .seconds($0) })
    }

    private func exchange(_ call: ServiceCall, with service: ServiceName) async throws -> ServiceAnswer {
        guard let base = neighbours[service] else {
            throw ServiceCallError.unreachable(service, reason: "no address is set")
        }
        var request = HTTPClientRequest(url: base.absoluteString + call.path)
        request.method = call.method
        request.headers = call.headers
        request.headers.replaceOrAdd(name: "authorization", value: "Bearer " + (try await tokens.token(for: service)))
        request.headers.replaceOrAdd(
            name: "traceparent", value: (TraceContext.current.map { traces.child(of: $0) } ?? traces.root()).traceparent)
        if let key = call.idempotencyKey { request.headers.replaceOrAdd(name: "idempotency-key", value: key) }
        if let body = call.body { request.body = .bytes(body) }
        let deadline = NIODeadline.now() + .nanoseconds(call.timeout.microseconds * 1_000)
        let response = try await Self.client.execute(request, deadline: deadline, logger: nil)
        let body = try await response.body.collect(upTo: call.answerBytesMax)
        return ServiceAnswer(status: Int(response.status.code), headers: response.headers, body: body)
    }
}
