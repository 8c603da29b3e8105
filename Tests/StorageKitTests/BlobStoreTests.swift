import Foundation
import StorageKit
import Testing

@Suite("the blob folder")
struct BlobStoreTests {
    @Test("keeps bytes under the hash of their content, once")
    func life() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("maru-blobs-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let store = DirectoryBlobStore(folder: folder.path)
        let id = try await store.put(Array("abc".utf8))
        #expect(id.description == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(try await store.put(Array("abc".utf8)) == id)
        #expect(try await store.get(id) == Array("abc".utf8))
        let files = try FileManager.default.subpathsOfDirectory(atPath: folder.path).filter { $0.contains("/") }
        #expect(files == ["ba/\(id)"])
        try await store.delete(id)
        try await store.delete(id)
        #expect(try await store.get(id) == nil)
    }

    @Test("knows an id by its form", arguments: ["", "abc", "../../etc/passwd", String(repeating: "G", count: 64)])
    func badIDs(text: String) { #expect(BlobID(text) == nil) }
}
