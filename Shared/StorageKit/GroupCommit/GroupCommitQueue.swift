import Dispatch
import Synchronization

/// The accepted items of a ``GroupCommit`` and the one thread that waits for them.
///
/// Submitting takes one short lock and wakes the thread only when it waits.
final class GroupCommitQueue<Item: Sendable, Outcome: Sendable>: Sendable {
    /// A class: queue and batch hand it on without looking at what is in it.
    final class Entry: Sendable {
        let item: Item
        let weight: Int
        let bytes: Int
        let answer: CheckedContinuation<Outcome, any Error>

        init(item: Item, weight: Int, bytes: Int, answer: CheckedContinuation<Outcome, any Error>) {
            self.item = item
            self.weight = weight
            self.bytes = bytes
            self.answer = answer
        }
    }

    private struct State {
        var entries: [Entry] = []
        var weight = 0
        var bytes = 0
        var isClosed = false
        var isAwaited = false

        /// Whether somebody waits, who is no longer to be woken by others.
        mutating func takeWaiter() -> Bool {
            defer { isAwaited = false }
            return isAwaited
        }
    }

    private let state = Mutex(State())
    private let available = DispatchSemaphore(value: 0)
    private let batchWeightMax: Int
    private let weightMax: Int
    private let bytesMax: Int

    init(batchWeightMax: Int, weightMax: Int, bytesMax: Int) {
        self.batchWeightMax = batchWeightMax
        self.weightMax = weightMax
        self.bytesMax = bytesMax
    }

    /// - Throws: ``GroupCommitError``; an entry that was taken will be answered.
    func append(_ entry: Entry) throws(GroupCommitError) {
        var refusal: GroupCommitError?
        let isAwaited = state.withLock { state in
            if state.isClosed {
                refusal = .closed
                return false
            }
            // An item heavier than the whole queue still goes in when it is alone.
            let isFull = state.weight + entry.weight > weightMax || entry.bytes > bytesMax - state.bytes
            if !state.entries.isEmpty && isFull {
                refusal = .queueFull(retryAfter: .seconds(1))
                return false
            }
            state.entries.append(entry)
            state.weight += entry.weight
            state.bytes += entry.bytes
            return state.takeWaiter()
        }
        if isAwaited { available.signal() }
        if let refusal { throw refusal }
    }

    /// Blocks the thread until there is an entry, or the queue is closed.
    func waitForEntries() {
        let isReady = state.withLock { state in
            if state.isClosed || !state.entries.isEmpty { return true }
            state.isAwaited = true
            return false
        }
        if !isReady { available.wait() }
    }

    /// The next entries up to the weight of a batch, at least one if there are any.
    func takeBatch() -> (entries: [Entry], isClosed: Bool) {
        state.withLock { state in
            var count = 0
            var weight = 0
            while count < state.entries.count, count == 0 || weight + state.entries[count].weight <= batchWeightMax {
                weight += state.entries[count].weight
                count += 1
            }
            let batch = Array(state.entries.prefix(count))
            state.entries.removeFirst(count)
            state.weight -= weight
            state.bytes -= batch.reduce(0) { $0 + $1.bytes }
            return (batch, state.isClosed)
        }
    }

    func close() {
        let isAwaited = state.withLock { state in
            state.isClosed = true
            return state.takeWaiter()
        }
        if isAwaited { available.signal() }
    }

    var queuedWeight: Int { state.withLock { $0.weight } }
}
