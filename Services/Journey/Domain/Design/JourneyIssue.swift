/// One thing wrong with a journey document, pinned to where it is.
package struct JourneyIssue: Hashable, Sendable {
    package let code: Code
    /// RFC 6901 pointer into the document, such as `/nodes/2/next`.
    package let pointer: String
    /// The node it belongs to, when it belongs to one.
    package let node: String?
    /// The offending value or what was expected, for the sentence shown to the author.
    package let value: String

    package enum Code: String, Hashable, Sendable, CaseIterable {
        case missingField, wrongType, badValue, tooLong, unknownField, unknownType, duplicateID, unknownTarget
        case noEntry, severalEntries, entryTarget, noExit, unreachable, loop, tooManyNodes, badRule, badTimezone
        case templateInline, urlNeeded, urlNotAllowed
    }

    package init(_ code: Code, at pointer: String, node: String? = nil, value: String = "") {
        self.code = code
        self.pointer = pointer
        self.node = node
        self.value = value
    }

    /// The sentence for API callers.
    package var detail: String {
        switch code {
        case .missingField: "field \(value) is required"
        case .wrongType: "expected \(value)"
        case .badValue: "not an allowed value; expected \(value)"
        case .tooLong: "longer than \(value)"
        case .unknownField: "unknown field \(value)"
        case .unknownType: "unknown node type \(value); expected entry, wait, condition, decision, message or exit"
        case .duplicateID: "another node already has the id \(value)"
        case .unknownTarget: "no node has the id \(value)"
        case .noEntry: "a journey needs one entry node"
        case .severalEntries: "a journey has exactly one entry node; this is another"
        case .entryTarget: "an arrow cannot lead back to the entry"
        case .noExit: "a journey needs at least one exit node"
        case .unreachable: "no arrow leads to this node"
        case .loop: "arrows form a loop through \(value); let people enter again with the re-entry rule instead"
        case .tooManyNodes: "more than \(value) nodes"
        case .badRule: value
        case .badTimezone: "\(value) is not an IANA time zone"
        case .templateInline: "inline text is sent as it is written; put templates in a content item"
        case .urlNeeded: "a webhook message needs the url it goes to"
        case .urlNotAllowed: "only a webhook message has a url"
        }
    }
}
