import HTTPTypes
import Hummingbird
import NIOCore
import Synchronization

/// Takes the body of a response into memory.
struct BodyCollector: ResponseBodyWriter {
    private final class Storage: Sendable {
        let buffer = Mutex(ByteBuffer())
    }

    private let storage = Storage()

    var buffer: ByteBuffer { storage.buffer.withLock { $0 } }

    mutating func write(_ buffer: ByteBuffer) async throws {
        storage.buffer.withLock { _ = $0.writeImmutableBuffer(buffer) }
    }

    consuming func finish(_ trailingHeaders: HTTPFields?) async throws {}
}
