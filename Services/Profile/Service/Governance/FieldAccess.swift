import CommonModels
import ConsoleKit
import Hummingbird
import ServiceKit
import StorageKit
import SubjectKit

/// Which fields of people a reader sees as they are: what the book of policies says of their roles, or of keys. Routes that
/// answer with fields about people ask it for a mask, pages for a screen that has one.
struct FieldAccess: Sendable {
    let database: any Database
    private let policies = PolicyShelf()

    init(database: any Database) { self.database = database }

    func mask(for context: ServiceContext) async throws -> FieldMask {
        let principal = try context.requirePrincipal()
        return FieldMask(try await book(for: principal), for: principal)
    }

    func screen(_ console: Console, _ request: Request, _ context: ServiceContext) async throws -> ConsoleScreen {
        console.screen(request, context, try await book(for: context.requirePrincipal()))
    }

    /// Answers with what `mask` leaves of a body.
    func answer<Body: Encodable & Sendable>(
        _ context: ServiceContext, _ body: (FieldMask) throws -> Body
    ) async throws -> JSONResponse {
        let mask = try await mask(for: context)
        let shown = try body(mask)
        return try JSONResponse(.ok, Masked(body: shown, hidden: mask.hidden))
    }

    /// What is handed out as it was sent, or copied whole, is for those who read everything.
    /// - Throws: ``Problem/forbidden(_:)``.
    func requireEverything(_ context: ServiceContext) async throws {
        guard try await mask(for: context).readsEverything else {
            throw Problem.forbidden("It holds fields your roles do not read.")
        }
    }

    private func book(for principal: Principal) async throws -> PolicyBook {
        switch principal.kind {
        case .service: .standard
        case .serverKey where principal.may(.privacyManage): .standard
        case .serverKey, .writeKey, .person: try await policies.book(of: database)
        }
    }
}
