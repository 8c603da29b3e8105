/// Files one after the other, as if they were one.
final class PieceByteSource: ByteSource {
    private var paths: ArraySlice<String>
    private var present: FileByteSource?
    private var consumedBefore = 0

    init(_ paths: [String]) { self.paths = paths[...] }

    var consumedBytes: Int { consumedBefore + (present?.consumedBytes ?? 0) }

    func read(into buffer: inout [UInt8]) throws -> Bool {
        while true {
            if let present {
                if try present.read(into: &buffer) { return true }
                consumedBefore += present.consumedBytes
                self.present = nil
            }
            guard let path = paths.popFirst() else { return false }
            present = try FileByteSource(path)
        }
    }
}
