import ArgumentParser
import Foundation
import Testing

@testable import maru

@Suite("the folder of a demo")
struct DemoFolderTests {
    private func withFolder(_ body: (String) throws -> Void) throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("maru-demo-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: path) }  // a test's leftovers fail nobody
        try body(path)
    }

    private func write(_ text: String, _ path: String) throws {
        try text.write(toFile: path, atomically: true, encoding: .utf8)
    }

    @Test("is made when absent, and emptied when a demo made it")
    func own() throws {
        try withFolder { path in
            try DemoFolder(path: path).prepare().release()
            try FileManager.default.createDirectory(atPath: path + "/profile", withIntermediateDirectories: true)
            try write("x", path + "/profile/data.sqlite")
            try DemoFolder(path: path).prepare().release()
            #expect(!FileManager.default.fileExists(atPath: path + "/profile"))
        }
    }

    @Test("is refused with everything in it when it holds something else")
    func foreign() throws {
        try withFolder { path in
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
            try write("years of work", path + "/thesis.txt")
            #expect(throws: ValidationError.self) { try DemoFolder(path: path).prepare() }
            #expect(try FileManager.default.contentsOfDirectory(atPath: path) == ["thesis.txt"])
        }
    }

    @Test("is refused while another process uses it")
    func locked() throws {
        try withFolder { path in
            try DemoFolder(path: path).prepare().release()
            try write("x", path + "/kept")
            let other = try InstallationLock(dataFolder: path)
            defer { other.release() }
            #expect(throws: ValidationError.self) { try DemoFolder(path: path).prepare() }
            #expect(FileManager.default.fileExists(atPath: path + "/kept"))
        }
    }
}
