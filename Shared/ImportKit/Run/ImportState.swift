import CommonModels
import Crypto
import Foundation

/// How far an import came, kept in a file beside the data so that it goes on after a crash.
package struct ImportState: Codable, Sendable, Equatable {
    /// What was imported: size and fingerprint of the file's content, and a fingerprint of the mapping.
    package var fileBytes: Int
    package var contentFingerprint: UInt64
    package var mappingFingerprint: UInt32
    /// Rows before this one are acknowledged, rejected or left out.
    package var resumeRow: Int
    /// Events acknowledged already that have rows from ``resumeRow`` on, with their last row: by a hash of what their rows have in common,
    /// which may name somebody.
    package private(set) var acknowledgedKeys: [String: Int]
    package var acknowledgedEvents: Int
    package var rejectedRows: Int
    package var leftOutRows: Int
    package var isFinished: Bool

    package init(fileBytes: Int, contentFingerprint: UInt64 = 0, mappingFingerprint: UInt32) {
        self.fileBytes = fileBytes
        self.contentFingerprint = contentFingerprint
        self.mappingFingerprint = mappingFingerprint
        resumeRow = 1
        acknowledgedKeys = [:]
        acknowledgedEvents = 0
        rejectedRows = 0
        leftOutRows = 0
        isFinished = false
    }

    mutating func acknowledge(_ key: [UInt8], lastRow: Int) { acknowledgedKeys[Self.hash(key)] = lastRow }

    mutating func forgetKeys(before row: Int) { acknowledgedKeys = acknowledgedKeys.filter { $0.value >= row } }

    /// The last row of the event that was acknowledged under this key.
    func acknowledgedRow(of key: [UInt8]) -> Int? {
        if acknowledgedKeys.isEmpty { return nil }
        // Versions before this one kept the text itself.
        return acknowledgedKeys[Self.hash(key)] ?? acknowledgedKeys[String(decoding: key, as: UTF8.self)]
    }

    private static func hash(_ key: [UInt8]) -> String {
        SHA256.hash(data: key).prefix(12).map { String($0, radix: 16) }.joined(separator: ".")
    }

    /// The state in a file, or a fresh one when there is none.
    /// - Throws: ``ImportError/stateMismatch(path:reason:)`` when it belongs to another file or mapping.
    package static func load(_ path: String, fileBytes: Int, contentFingerprint: UInt64, mapping text: String) throws(ImportError)
        -> ImportState
    {
        let fresh = ImportState(
            fileBytes: fileBytes, contentFingerprint: contentFingerprint, mappingFingerprint: Bucketing.fnv1a32(text))
        guard let data = FileManager.default.contents(atPath: path) else { return fresh }
        guard let saved = try? JSONDecoder().decode(ImportState.self, from: data) else {
            throw ImportError.stateMismatch(path: path, reason: "it is not a state file")
        }
        if saved.fileBytes != fileBytes || saved.contentFingerprint != contentFingerprint {
            throw ImportError.stateMismatch(path: path, reason: "the file has changed")
        }
        if saved.mappingFingerprint != fresh.mappingFingerprint {
            throw ImportError.stateMismatch(path: path, reason: "the mapping has changed")
        }
        return saved
    }

    /// Replaces the file in one step, so that a crash leaves the old state or the new one.
    /// - Throws: ``ImportError/unreadable(path:reason:)``
    package func save(_ path: String) throws(ImportError) {
        do {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys]
            try encoder.encode(self).write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            throw ImportError.unreadable(path: path, reason: "the state cannot be saved: \(error.localizedDescription)")
        }
    }
}
