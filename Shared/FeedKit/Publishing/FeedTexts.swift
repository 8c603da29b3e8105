import Synchronization

/// Texts made from references a moment ago: the readers of a feed ask for the same events one after the other.
final class FeedTexts: Sendable {
    /// Texts, and bytes of them, of one generation; the generation before is kept beside it.
    private static let generationMax = 8_192
    private static let bytesMax = 16 * 1_048_576
    /// Bytes of a text that is kept.
    private static let textBytesMax = 65_536

    private struct State {
        var young: [Int64: String] = [:]
        var youngBytes = 0
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

    /// Forgets texts of events that are gone.
    func forgetAll() { state.withLock { $0 = State() } }

    func keep(_ texts: [Int64: String]) {
        state.withLock { state in
            if state.young.count >= Self.generationMax || state.youngBytes >= Self.bytesMax {
                state.old = state.young
                state.young = [:]
                state.youngBytes = 0
            }
            for (number, text) in texts where text.utf8.count <= Self.textBytesMax {
                state.young[number] = text
                state.youngBytes += text.utf8.count
            }
        }
    }
}
