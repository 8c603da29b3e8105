import CommonModels
import HTTPTypes
import Hummingbird
import NIOCore
import StorageKit

/// Which ``Problem`` an error is. The only place where errors get a status.
package enum ProblemMapping {
    /// The seconds a client is told to wait while storage is away.
    static let storageRetryAfter = 5

    /// - Returns: nil for an error nobody foresaw.
    package static func problem(for error: any Error) -> Problem? {
        switch error {
        case let known as any ProblemConvertible: known.problem
        case let error as JSONParseError: .malformedJSON(error.description)
        case let error as DecodingError: DecodingFault.problem(for: error)
        case let error as StorageError: storage(error)
        case let error as GroupCommitError: groupCommit(error)
        case is NIOTooManyBytesError: .tooLarge(maxBytes: RequestLimits.bodyBytesDefault)
        case let error as HTTPError: http(error)
        case let error as any HTTPResponseError: status(error.status, detail: nil)
        default: nil
        }
    }

    private static func storage(_ error: StorageError) -> Problem? {
        switch error {
        case .unavailable, .outcomeUnknown, .closed:
            .unavailable("Storage does not accept work at the moment.", retryAfter: storageRetryAfter)
        default: nil
        }
    }

    private static func groupCommit(_ error: GroupCommitError) -> Problem? {
        switch error {
        case .queueFull(let retryAfter): .tooManyRequests(retryAfter: Int(retryAfter.components.seconds))
        default: .unavailable("The service is stopping.", retryAfter: storageRetryAfter)
        }
    }

    private static func http(_ error: HTTPError) -> Problem? {
        error.status.kind == .serverError ? nil : status(error.status, detail: error.body)
    }

    private static func status(_ status: HTTPResponse.Status, detail: String?) -> Problem {
        Problem(
            type: status.reasonPhrase.lowercased().replacing(" ", with: "-"), status: status, title: status.reasonPhrase,
            detail: detail)
    }
}
