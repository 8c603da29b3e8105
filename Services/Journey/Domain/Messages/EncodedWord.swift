import Foundation

/// RFC 2047 for header text: every text that is not plain ASCII becomes `=?utf-8?B?…?=` words of at most 75 characters,
/// folded so that no line exceeds 76, and never split inside a character.
package enum EncodedWord {
    private static let payloadMax = 45  // bytes before base64: 60 characters, and 12 of frame

    /// - Parameter firstLineUsed: characters the header's name takes on the first line.
    package static func encode(_ text: String, firstLineUsed: Int) -> String {
        let clean = String(text.map { $0.isNewline || $0 == "\t" ? " " : $0 })
        let isPlain = clean.utf8.allSatisfy { (32...126).contains($0) } && !clean.contains("=?") && clean.utf8.count + firstLineUsed <= 76
        if isPlain, clean.utf8.allSatisfy(isSafeInPhrase) { return clean }
        return chunks(clean, firstMax: payloadMax - firstLineUsed).map { "=?utf-8?B?\(Data($0.utf8).base64EncodedString())?=" }
            .joined(separator: "\r\n ")
    }

    /// Leaves out what has a meaning in an address phrase, such as commas, quotes and angle brackets.
    private static func isSafeInPhrase(_ byte: UInt8) -> Bool {
        !"\"(),:;<>@[\\]".utf8.contains(byte)
    }

    private static func chunks(_ text: String, firstMax: Int) -> [String] {
        var chunks: [String] = []
        var current = ""
        for scalar in text.unicodeScalars {
            let limit = chunks.isEmpty ? max(12, firstMax) : payloadMax
            if current.utf8.count + scalar.utf8.count > limit {
                chunks.append(current)
                current = ""
            }
            current.unicodeScalars.append(scalar)
        }
        chunks.append(current)
        return chunks
    }
}
