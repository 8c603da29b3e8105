import CommonModels

/// What the access file holds: API keys and local accounts, hashes only.
package struct AccessFile: Hashable, Sendable, Codable {
    package static let keysMax = 10_000
    package static let usersMax = 10_000

    package var version: Int
    package var keys: [AccessKey]
    package var users: [LocalUser]

    package init(keys: [AccessKey] = [], users: [LocalUser] = []) {
        version = 1
        self.keys = keys
        self.users = users
    }

    /// Members that are absent count as empty, so that a file can be written by hand.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        version = try container.decodeIfPresent(Int.self, forKey: .version) ?? 1
        keys = try container.decodeIfPresent([AccessKey].self, forKey: .keys) ?? []
        users = try container.decodeIfPresent([LocalUser].self, forKey: .users) ?? []
        guard version == 1 else {
            throw DecodingError.dataCorruptedError(forKey: .version, in: container, debugDescription: "must be 1")
        }
    }
}
