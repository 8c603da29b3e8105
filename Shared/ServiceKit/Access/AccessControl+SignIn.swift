import CommonModels
import NIOPosix

extension AccessControl {
    /// Opens a session for a local account.
    ///
    /// A wrong login takes as long as a wrong password. Failures are slowed down by account and by address. Both outcomes are in
    /// the audit log: what was typed as login is not, for it may be a password.
    /// - Throws: ``Problem/unauthenticated(_:)``, ``Problem/tooManyRequests(retryAfter:)``.
    package func signIn(login: String, password: String, from peer: String) async throws -> Session {
        let now = clock.now()
        let account = "login:" + login.lowercased()
        let address = "sign-in:" + peer
        try throttle.reserve(address, at: now)
        try throttle.reserve(account, at: now)
        let user = snapshot().logins[login.lowercased()]
        // An unknown login costs the same work as a wrong password.
        let hash = user?.password ?? .impossible()
        let matches: Bool
        do {
            matches = try await self.matches(hash, password)
        } catch {
            // Nothing was tried.
            throttle.giveBack(address)
            throttle.giveBack(account)
            throw error
        }
        guard let user, matches else {
            try await audit?.record(
                actor: "anonymous", action: "session.refuse", object: user?.id.rawValue ?? "unknown", origin: peer)
            throw Problem.unauthenticated("The name or the password is wrong.")
        }
        throttle.succeeded(account)
        throttle.giveBack(address)
        try await audit?.record(actor: user.id.rawValue, action: "session.open", object: user.id.rawValue, origin: peer)
        return sessions.issue(to: user, at: now)
    }

    /// A password takes 100 ms and 32 MiB to check: a few at a time, so that guessing slows nothing but itself. Whoever comes meanwhile
    /// waits for a moment.
    private func matches(_ hash: PasswordHash, _ password: String) async throws -> Bool {
        let end = ContinuousClock.now + Self.passwordPatience
        while !passwordSlots.take() {
            guard ContinuousClock.now < end else { throw Problem.tooManyRequests(retryAfter: 1) }
            try await Task.sleep(for: .milliseconds(25))
        }
        defer { passwordSlots.giveBack() }
        return try await NIOThreadPool.singleton.runIfActive { hash.matches(password) }
    }
}
