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
        try throttle.check(account, at: now)
        try throttle.check(address, at: now)
        let user = snapshot().logins[login.lowercased()]
        // An unknown login costs the same work as a wrong password.
        let hash = user?.password ?? .impossible()
        let matches = try await NIOThreadPool.singleton.runIfActive { hash.matches(password) }
        guard let user, matches else {
            throttle.failed(account, at: now)
            throttle.failed(address, at: now)
            try await audit?.record(
                actor: "anonymous", action: "session.refuse", object: user?.id.rawValue ?? "unknown", origin: peer)
            throw Problem.unauthenticated("The name or the password is wrong.")
        }
        throttle.succeeded(account)
        try await audit?.record(actor: user.id.rawValue, action: "session.open", object: user.id.rawValue, origin: peer)
        return sessions.issue(to: user, at: now)
    }
}
