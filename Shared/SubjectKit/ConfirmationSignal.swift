import Dispatch

/// Wakes the sender of this process when there is something to confirm.
final class ConfirmationSignal: Sendable {
    let stream: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation

    init() { (stream, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1)) }

    func wake() { continuation.yield() }

    func wake(after pause: Duration) {
        let continuation = self.continuation
        let seconds = Double(pause.components.seconds)
        DispatchQueue.global().asyncAfter(deadline: .now() + seconds) { continuation.yield() }
    }
}
