/// How far feeds have been read: of each service, the id of the last event. A caller tells what it has seen, and is not
/// answered from less.
package struct FeedPositions: Hashable, Sendable {
    /// The HTTP field a caller tells them in, a dictionary of RFC 9651: `profile=1234, segment=56`.
    package static let headerName = "maru-feed-seen"
    /// Nothing seen, nothing asked for.
    package static let none = FeedPositions([:])

    private let last: [ServiceName: Int64]

    package init(_ last: [ServiceName: Int64]) { self.last = last }

    /// Reads the field's value; nil when it is not one.
    package init?(text: String) {
        var last: [ServiceName: Int64] = [:]
        for member in text.split(separator: ",", omittingEmptySubsequences: false) {
            let parts = member.split(separator: "=", omittingEmptySubsequences: false)
            guard parts.count == 2, let service = ServiceName(rawValue: String(parts[0].drop { $0 == " " })),
                let position = Int64(parts[1]), position >= 0
            else { return nil }
            last[service] = position
        }
        self.last = last
    }

    package var text: String { last.sorted { $0.key.rawValue < $1.key.rawValue }.map { "\($0.key)=\($0.value)" }.joined(separator: ", ") }

    package var isEmpty: Bool { last.isEmpty }

    package subscript(_ service: ServiceName) -> Int64? { last[service] }

    /// Of every feed the later of two positions.
    package func union(_ other: FeedPositions) -> FeedPositions { FeedPositions(last.merging(other.last) { max($0, $1) }) }

    /// Whether every feed of both was read here at least as far as there. Feeds only one of them reads say nothing.
    package func covers(_ seen: FeedPositions) -> Bool {
        seen.last.allSatisfy { service, position in last[service].map { $0 >= position } ?? true }
    }
}
