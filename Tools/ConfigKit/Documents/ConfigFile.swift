import Crypto
import Foundation

/// A file of a folder of configuration.
package struct ConfigFile: Hashable, Sendable {
    /// Below the folder.
    package let path: String
    package let text: String

    package init(path: String, text: String) {
        self.path = path
        self.text = text
    }

    /// Of the bytes, as `sha256:…`.
    package var digest: String { Self.digest([self].map(\.text)) }

    /// Of all files together: their paths and bytes.
    package static func digest(of files: [ConfigFile]) -> String {
        digest(files.sorted { $0.path < $1.path }.flatMap { [$0.path, $0.digest] })
    }

    private static func digest(_ parts: [String]) -> String {
        var hash = SHA256()
        for (index, part) in parts.enumerated() {
            if index > 0 { hash.update(data: [0]) }
            hash.update(data: Array(part.utf8))
        }
        return "sha256:" + hash.finalize().map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}

/// Reads and writes folders of configuration.
package struct ConfigFolder: Sendable {
    package static let filesMax = 10_000
    package static let fileBytesMax = 4_194_304

    package let path: String

    package init(path: String) { self.path = path }

    /// Every `.yaml` and `.yml` below the folder, hidden ones aside, by path.
    /// - Throws: ``ConfigError/unreadable(path:reason:)``.
    package func read() throws(ConfigError) -> [ConfigFile] {
        guard let walk = FileManager.default.enumerator(atPath: path) else {
            throw .unreadable(path: path, reason: "there is no such folder, or it may not be read")
        }
        var files: [ConfigFile] = []
        while let name = walk.nextObject() as? String {
            guard !name.split(separator: "/").contains(where: { $0.hasPrefix(".") }), name.hasSuffix(".yaml") || name.hasSuffix(".yml")
            else {
                continue
            }
            guard files.count < Self.filesMax else { throw .unreadable(path: path, reason: "holds more than \(Self.filesMax) files") }
            guard let data = FileManager.default.contents(atPath: path + "/" + name), let text = String(data: data, encoding: .utf8) else {
                throw .unreadable(path: name, reason: "may not be read, or is not UTF-8")
            }
            guard data.count <= Self.fileBytesMax else {
                throw .unreadable(path: name, reason: "is larger than \(Self.fileBytesMax) bytes")
            }
            files.append(ConfigFile(path: name, text: text))
        }
        return files.sorted { $0.path < $1.path }
    }

    /// Puts files in place, each as a whole, and takes away those an earlier export of these kinds left behind.
    /// - Throws: ``ConfigError/unreadable(path:reason:)``.
    package func write(_ files: [ConfigFile], replacing earlier: [ConfigFile]) throws(ConfigError) {
        let kept = Set(files.map(\.path))
        do {
            for file in files {
                let url = URL(fileURLWithPath: path + "/" + file.path)
                try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
                try Data(file.text.utf8).write(to: url, options: .atomic)
            }
            for file in earlier where !kept.contains(file.path) { try FileManager.default.removeItem(atPath: path + "/" + file.path) }
        } catch {
            throw .unreadable(path: path, reason: "cannot be written: \(error.localizedDescription)")
        }
    }

    /// A name as part of a path: letters, digits, `-`, `_` and `.` stay, the rest is percent-encoded.
    package static func fileName(_ name: String) -> String {
        var text = ""
        for (index, byte) in name.utf8.enumerated() {
            switch byte {
            case 97...122, 65...90, 48...57, UInt8(ascii: "-"), UInt8(ascii: "_"): text.unicodeScalars.append(Unicode.Scalar(byte))
            case UInt8(ascii: ".") where index > 0: text += "."
            case _: text += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }
        guard text.utf8.count > 150 else { return text }
        return String(text.prefix(120)) + "-" + ConfigFile(path: "", text: name).digest.dropFirst(7).prefix(24)
    }
}
