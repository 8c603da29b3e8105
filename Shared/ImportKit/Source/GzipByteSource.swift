import CZlib

/// A gzip file, several members allowed, inflated as it is read.
final class GzipByteSource: ByteSource {
    /// How many times its own bytes a file may have inflated.
    static let growthMax = 200

    private let file: any ByteSource
    private let bytes: Int
    private var inflated = 0
    private let path: String
    private let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    private var input: [UInt8] = []
    private var inputOffset = 0
    /// The last member ended and no byte of a next one was seen.
    private var isBetweenMembers = false

    /// - Parameter bytes: of the whole file as it is kept.
    init(_ file: any ByteSource, path: String, bytes: Int) throws {
        self.file = file
        self.bytes = bytes
        self.path = path
        stream.initialize(to: z_stream())
        guard maru_inflate_init(stream) == Z_OK else { throw ImportError.damagedCompression(path: path) }
    }

    deinit {
        inflateEnd(stream)
        stream.deinitialize(count: 1)
        stream.deallocate()
    }

    var consumedBytes: Int { file.consumedBytes - (input.count - inputOffset) }

    func read(into buffer: inout [UInt8]) throws -> Bool {
        while true {
            if inputOffset == input.count {
                input.removeAll(keepingCapacity: true)
                inputOffset = 0
                guard try file.read(into: &input) else {
                    if isBetweenMembers { return false }
                    throw ImportError.damagedCompression(path: path)
                }
            }
            if isBetweenMembers {
                inflateReset(stream)
                isBetweenMembers = false
            }
            if try inflateSome(into: &buffer) { return true }
        }
    }

    /// - Returns: whether bytes came out.
    private func inflateSome(into buffer: inout [UInt8]) throws -> Bool {
        var status = Z_OK
        let output = [UInt8](unsafeUninitializedCapacity: ByteSources.chunkBytes) { target, count in
            input.withUnsafeMutableBufferPointer { source in
                stream.pointee.next_in = source.baseAddress?.advanced(by: inputOffset)
                stream.pointee.avail_in = UInt32(source.count - inputOffset)
                stream.pointee.next_out = target.baseAddress
                stream.pointee.avail_out = UInt32(target.count)
                status = inflate(stream, Z_NO_FLUSH)
                inputOffset = source.count - Int(stream.pointee.avail_in)
                count = target.count - Int(stream.pointee.avail_out)
            }
        }
        switch status {
        case Z_OK, Z_BUF_ERROR: break
        case Z_STREAM_END: isBetweenMembers = true
        default: throw ImportError.damagedCompression(path: path)
        }
        inflated += output.count
        if inflated / Self.growthMax > bytes { throw ImportError.inflatesTooFar(path: path) }
        buffer.append(contentsOf: output)
        return !output.isEmpty
    }
}
