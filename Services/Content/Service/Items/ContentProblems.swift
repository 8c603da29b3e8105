import CommonModels
import ContentDomain
import HTTPTypes
package import ServiceKit

extension ContentError: ProblemConvertible {
    package var problem: Problem {
        switch self {
        case .notFound: .notFound("content item")
        case .versionNotFound: .notFound("version")
        case .invalid(let faults): .validation(faults.map { Problem.Fault($0.detail, pointer: $0.pointer) })
        case .keyTaken(let key): .conflict("Another item has the key \(key).", type: "key-taken")
        case .changedMeanwhile(let revision): .preconditionFailed(currentETag: EntityTag.text(version: revision))
        case .nothingToPublish: .conflict("The latest version is published already.", type: "nothing-to-publish")
        case .notPublished: Problem(type: "not-published", status: .notFound, title: "Not found", detail: "No version of this item is published.")
        case .notPublishable(let findings):
            Problem(
                type: "not-publishable", status: .unprocessableContent, title: "The draft has mistakes",
                errors: findings.map { Problem.Fault($0.sentence, pointer: $0.pointer) })
        case .cannotRender(let part, let error):
            Problem(
                type: "cannot-render", status: .unprocessableContent, title: "The template cannot be rendered with this data",
                errors: [Problem.Fault(error.description, pointer: "/parts/\(part)")])
        }
    }
}

extension ContentFinding {
    /// Place in the variants.
    var pointer: String { "/variants/\(locale)" + (part.isEmpty ? "" : "/\(part)") }

    /// For the API; pages have words of their own.
    var sentence: String {
        let place = line > 0 ? "line \(line): " : ""
        switch code {
        case .doesNotParse: return place + subject
        case .partMissing: return "The part is required."
        case .defaultLocaleMissing: return "The default locale has no words."
        case .fragmentMissing: return place + "There is no published fragment '\(subject)'."
        case .unsubscribeMissing: return "A marketing e-mail needs a link to {{ \(subject) }}."
        case .fallbackMissing: return place + "{{ \(subject) }} may be absent; add a default."
        case .unknownVariable: return place + "{{ \(subject) }} is not among profile, event, offer and context."
        case .smsTooLong: return "The text alone has \(subject) bytes; more than \(ContentLint.smsBytesMax) are sent as LMS."
        }
    }
}
