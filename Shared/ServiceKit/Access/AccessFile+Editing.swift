package import CommonModels

extension AccessFile {
    /// Adds a key.
    /// - Returns: the key's text, the only time it is there to be seen.
    /// - Throws: ``AccessFileError/badName(lengthMax:)``, ``AccessFileError/tooMany(max:)``.
    package mutating func addKey(
        _ kind: AccessKey.Kind, name: String, scopes: [Scope], expiresAt: Instant?, id: KeyID, at now: Instant
    ) throws -> KeySecret {
        guard !name.isEmpty, name.count <= AccessKey.nameLengthMax else {
            throw AccessFileError.badName(lengthMax: AccessKey.nameLengthMax)
        }
        guard keys.count < Self.keysMax else { throw AccessFileError.tooMany(max: Self.keysMax) }
        let secret = KeySecret.generate(kind)
        let granted: [Scope] =
            switch kind {
            case .write: [.ingest]
            case .server: scopes
            }
        keys.append(
            AccessKey(id: id, kind: kind, name: name, scopes: granted, hash: secret.hash, createdAt: now, expiresAt: expiresAt))
        return secret
    }

    /// - Throws: ``AccessFileError/unknownKey``.
    package mutating func revokeKey(_ id: KeyID) throws {
        guard let index = keys.firstIndex(where: { $0.id == id }) else { throw AccessFileError.unknownKey }
        keys.remove(at: index)
    }

    /// Adds a person who signs in with `login`.
    /// - Throws: ``AccessFileError/duplicateLogin``, ``AccessFileError/weakPassword(lengthMin:)``,
    ///   ``AccessFileError/badName(lengthMax:)``, ``AccessFileError/tooMany(max:)``.
    package mutating func addUser(
        login: String, displayName: String, roles: [Role], password: String, id: UserID, at now: Instant
    ) throws {
        let length = LocalUser.nameLengthMax
        guard !login.isEmpty, login.count <= length, !displayName.isEmpty, displayName.count <= length else {
            throw AccessFileError.badName(lengthMax: length)
        }
        guard !users.contains(where: { $0.login.lowercased() == login.lowercased() }) else { throw AccessFileError.duplicateLogin }
        guard users.count < Self.usersMax else { throw AccessFileError.tooMany(max: Self.usersMax) }
        let hash = try Self.hash(password)
        users.append(LocalUser(id: id, login: login, displayName: displayName, roles: roles, password: hash, createdAt: now))
    }

    /// Ends every session of the person too.
    /// - Throws: ``AccessFileError/unknownUser``, ``AccessFileError/weakPassword(lengthMin:)``.
    package mutating func setPassword(_ password: String, of login: String) throws {
        users[try index(of: login)].password = try Self.hash(password)
    }

    /// - Throws: ``AccessFileError/unknownUser``.
    package mutating func removeUser(_ login: String) throws { users.remove(at: try index(of: login)) }

    private func index(of login: String) throws -> Int {
        guard let index = users.firstIndex(where: { $0.login.lowercased() == login.lowercased() }) else {
            throw AccessFileError.unknownUser
        }
        return index
    }

    private static func hash(_ password: String) throws -> PasswordHash {
        guard (PasswordHash.passwordLengthMin...PasswordHash.passwordLengthMax).contains(password.count) else {
            throw AccessFileError.weakPassword(lengthMin: PasswordHash.passwordLengthMin)
        }
        return try PasswordHash(hashing: password)
    }
}
