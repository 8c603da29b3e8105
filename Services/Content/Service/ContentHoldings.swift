import CommonModels
import SubjectKit

/// Where Content could hold something about people: previews and renderings are answered and not kept, so there is one place only.
enum ContentHoldings {
    static let all: [SubjectHolding] = [
        SubjectHolding("content_version", .mention("variants"), .kept, columns: [], order: "number"),
        .deadLetters,
    ]
}
