import Foundation

/// A folder of its own for one test, removed afterwards.
package enum TestFolder {
    @discardableResult
    package static func with<T>(_ body: (String) async throws -> T) async throws -> T {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("maru-test-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: path) }  // a test's leftovers fail nobody
        return try await body(path)
    }
}
