import CommonModels
import Foundation
package import ServiceClients
package import StorageKit

/// Tells facts to Profile: track events as one batch, withdrawals of consent one by one.
package struct ProfileFactReceiver: FactReceiver {
    private let http: ServiceHTTP
    private let client: ProfileClient
    private let database: any Database
    private let people: PersonReader

    package init(http: ServiceHTTP, database: any Database, people: PersonReader) {
        self.http = http
        client = ProfileClient(http: http)
        self.database = database
        self.people = people
    }

    package func tell(_ facts: [Fact]) async -> Bool {
        do {
            let calls = try await database.read { tx in
                try facts.filter { $0.kind == .event }.map { try track($0, in: tx) }
            }
            try await client.post(calls)
            for fact in facts where fact.kind == .withdrawal { try await withdraw(fact) }
            return true
        } catch {
            return false
        }
    }

    /// The Segment form. The person is named by the profile id, and by an identity Profile can resolve it from.
    private func track(_ fact: Fact, in tx: any SQLTransaction) throws -> JSONValue {
        var call = fact.body
        call["type"] = "track"
        call["messageId"] = .string(fact.id)
        call["timestamp"] = .string(fact.at.rfc3339)
        call["profileId"] = .string(fact.profileID.rawValue)
        let identities = try people.person(fact.profileID, in: tx).identities
        let userID = identities.filter { $0.namespace == "userId" }.min { $0.firstSeen < $1.firstSeen }?.value
        let anonymousID = identities.filter { $0.namespace == "anonymousId" }.max { $0.lastSeen < $1.lastSeen }?.value
        if let userID { call["userId"] = .string(userID) } else { call["anonymousId"] = .string(anonymousID ?? fact.profileID.rawValue) }
        return .object(call)
    }

    /// A profile that is gone has nothing to withdraw.
    private func withdraw(_ fact: Fact) async throws {
        var body = fact.body
        body["status"] = "withdrawn"
        body["textVersion"] = "unsubscribe-link"
        do {
            _ = try await http.send(
                .post("/v1/profiles/\(fact.profileID.rawValue)/consents", json: .object(body), idempotencyKey: fact.id), to: .profile)
        } catch ServiceCallError.refused(_, status: 404, _) {
            return
        }
    }
}
