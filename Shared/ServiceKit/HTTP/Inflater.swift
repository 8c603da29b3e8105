import CZlib
package import NIOCore

/// Decompresses gzip or zlib bodies up to a limit, so that a small body cannot grow into all memory.
package enum Inflater {
    private static let chunkBytes = 65_536

    /// - Throws: ``Problem/tooLarge(maxBytes:)`` past `limit`, ``Problem/badRequest(_:errors:)`` for other bytes.
    package static func inflate(_ compressed: ByteBuffer, limit: Int) throws -> ByteBuffer {
        var stream = z_stream()
        guard maru_inflate_init(&stream) == Z_OK else { throw Problem.unavailable("No memory to read the body.") }
        defer { inflateEnd(&stream) }
        var input = Array(buffer: compressed)
        var output = ByteBuffer()
        output.reserveCapacity(min(limit, compressed.readableBytes * 4))
        var chunk = [UInt8](repeating: 0, count: chunkBytes)
        let status = try input.withUnsafeMutableBufferPointer { source -> Int32 in
            stream.next_in = source.baseAddress
            stream.avail_in = UInt32(source.count)
            var status = Z_OK
            while status == Z_OK {
                let produced = chunk.withUnsafeMutableBufferPointer { target -> Int in
                    stream.next_out = target.baseAddress
                    stream.avail_out = UInt32(target.count)
                    status = CZlib.inflate(&stream, Z_NO_FLUSH)
                    return target.count - Int(stream.avail_out)
                }
                guard output.readableBytes + produced <= limit else { throw Problem.tooLarge(maxBytes: limit) }
                output.writeBytes(chunk[0..<produced])
                if status == Z_OK, produced == 0, stream.avail_in == 0 { break }
            }
            return status
        }
        guard status == Z_STREAM_END else { throw Problem.badRequest("The body is not valid gzip.") }
        return output
    }
}
