import Synchronization

/// Texts made from references a moment ago: the readers of a feed ask for the same events one after the other.
final class FeedTexts: Sendable {
    /// Texts of one generation; the generation before is kept beside it.
    private static let generationMax = 8_192

    private struct State {
        var young: [Int64: String] = [:]
        var old: [Int64: String] = [:]
    }

    private let state = Mutex(State())

    func known(_ references: [FeedReference]) -> [Int64: String] {
        state.withLock { state in
            var found: [Int64: String] = [:]
            found.reserveCapacity(references.count)
            for reference in references {
                if let text = state.young[reference.number] ?? state.old[reference.number] { found[reference.number] = text }
            }
            return found
        }
    }

    func keep(_ texts: [Int64: String]) {
        state.withLock { state in
            if state.young.count >= Self.generationMax {
                state.old = state.young
                state.young = [:]
            }
            state.young.merge(texts) { $1 }
        }
    }
}
