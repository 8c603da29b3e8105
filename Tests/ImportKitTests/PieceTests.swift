import Foundation
import Testing

@testable import ImportKit

@Suite("A file in pieces")
struct PieceTests {
    /// `gzip -n` of "id,when\n1,2\n".
    private static let compressed: [UInt8] = [
        0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0xff, 0xcb, 0x4c, 0xd1, 0x29, 0xcf, 0x48, 0xcd, 0xe3, 0x32, 0xd4, 0x31,
        0xe2, 0x02, 0x00, 0xe6, 0x0b, 0x2b, 0x39, 0x0c, 0x00, 0x00, 0x00,
    ]

    @Test("reads as if it were whole, compressed or not, wherever it was cut", arguments: [1, 3, 10, 40])
    func pieces(size: Int) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "maru-pieces-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }  // a test's leftovers fail nobody
        for (name, bytes) in [("plain", Array("id,when\n1,2\n".utf8)), ("gzip", Self.compressed)] {
            let paths = try stride(from: 0, to: bytes.count, by: size).map { start in
                let path = folder.appending(path: "\(name)-\(start)").path
                try Data(bytes[start..<min(start + size, bytes.count)]).write(to: URL(fileURLWithPath: path))
                return path
            }
            let source = try ByteSources.open(pieces: paths, name: name)
            var text: [UInt8] = []
            while try source.read(into: &text) {}
            #expect(String(decoding: text, as: UTF8.self) == "id,when\n1,2\n")
            #expect(source.consumedBytes == bytes.count)
        }
    }
}
