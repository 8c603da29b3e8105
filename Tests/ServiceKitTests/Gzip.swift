import CZlib
import NIOCore

/// Compresses test bodies.
enum Gzip {
    struct Failure: Error {}

    static func compressed(_ text: String) throws -> ByteBuffer {
        var stream = z_stream()
        guard maru_deflate_init(&stream, 9) == Z_OK else { throw Failure() }
        defer { deflateEnd(&stream) }
        var input = Array(text.utf8)
        var output = [UInt8](repeating: 0, count: Int(deflateBound(&stream, UInt(input.count))))
        let written = try input.withUnsafeMutableBufferPointer { source in
            try output.withUnsafeMutableBufferPointer { target in
                stream.next_in = source.baseAddress
                stream.avail_in = UInt32(source.count)
                stream.next_out = target.baseAddress
                stream.avail_out = UInt32(target.count)
                guard deflate(&stream, Z_FINISH) == Z_STREAM_END else { throw Failure() }
                return target.count - Int(stream.avail_out)
            }
        }
        return ByteBuffer(bytes: output.prefix(written))
    }
}
