import CommonModels
package import Logging
package import ServiceClients
package import StorageKit

/// Tells facts to Profile: track events as one batch, withdrawals of consent one by one.
package struct ProfileFactReceiver: FactReceiver {
    private let http: ServiceHTTP
    private let client: ProfileClient
    private let database: any Database
    private let people: PersonReader
    private let logger: Logger

    package init(http: ServiceHTTP, database: any Database, people: PersonReader, logger: Logger) {
        self.logger = logger
        self.http = http
        client = ProfileClient(http: http)
        self.database = database
        self.people = people
    }

    /// One that Profile cannot take now holds up none of the others: a withdrawal is the law's business.
    package func tell(_ facts: [Fact]) async -> [Fact] {
        var told: [Fact] = []
        for fact in facts where fact.kind == .withdrawal {
            do {
                try await withdraw(fact)
                told.append(fact)
            } catch ServiceCallError.refused(_, let status, _) {
                logger.warning("Profile does not take a withdrawal", metadata: ["status": .stringConvertible(status)])
            } catch {
                // It does not answer: the others wait with this one.
                return told
            }
        }
        let events = facts.filter { $0.kind == .event }
        do {
            try await post(try await database.read { tx in try events.compactMap { try track($0, in: tx) } })
            told += events
        } catch {
            logger.info("Profile takes no facts now", metadata: ["error": .string(String(reflecting: type(of: error)))])
        }
        return told
    }

    /// One fact Profile refuses for good must not keep the others waiting: then they are told one by one.
    private func post(_ calls: [JSONValue]) async throws {
        do {
            try await client.post(calls)
        } catch ServiceCallError.refused(_, let status, _) where Self.isFinal(status) {
            for call in calls {
                do {
                    try await client.post([call])
                } catch ServiceCallError.refused(_, let status, _) where Self.isFinal(status) {
                    logger.error(
                        "Profile refuses a fact",
                        metadata: ["status": .stringConvertible(status), "messageId": .string(call["messageId"]?.stringValue ?? "")])
                }
            }
        }
    }

    private static func isFinal(_ status: Int) -> Bool { [400, 413, 422].contains(status) }

    /// The Segment form, addressed by an identity Profile resolves the person from; nil for somebody without any, of whom
    /// Profile knows nothing a fact could join.
    private func track(_ fact: Fact, in tx: any SQLTransaction) throws -> JSONValue? {
        var call = fact.body
        call["type"] = "track"
        call["messageId"] = .string(fact.id)
        call["timestamp"] = .string(fact.at.rfc3339)
        let identities = try people.person(fact.profileID, in: tx).identities
        if let userID = identities.firstUserID {
            call["userId"] = .string(userID)
        } else if let anonymousID = identities.filter({ $0.namespace == "anonymousId" }).max(by: { $0.lastSeen < $1.lastSeen })?.value {
            call["anonymousId"] = .string(anonymousID)
        } else {
            return nil
        }
        return .object(call)
    }

    /// A profile that is gone has nothing to withdraw.
    private func withdraw(_ fact: Fact) async throws {
        var body = fact.body
        body["status"] = "withdrawn"
        body["textVersion"] = "unsubscribe-link"
        body["at"] = .string(fact.at.rfc3339)
        do {
            _ = try await http.send(
                .post("/v1/profiles/\(fact.profileID.rawValue)/consents", json: .object(body), idempotencyKey: fact.id), to: .profile)
        } catch ServiceCallError.refused(_, status: 404, _) {
            return
        }
    }
}
