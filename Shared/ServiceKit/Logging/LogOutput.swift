import Foundation

/// Where log lines go.
package struct LogOutput: Sendable {
    /// Takes one whole line, newline included.
    package let write: @Sendable ([UInt8]) -> Void

    package init(write: @escaping @Sendable ([UInt8]) -> Void) { self.write = write }

    /// The standard error stream. One `write(2)` a line, so that lines of several tasks do not mix.
    package static let standardError = LogOutput { bytes in
        bytes.withUnsafeBytes { buffer in
            var offset = 0
            while offset < buffer.count, let base = buffer.baseAddress {
                let written = Foundation.write(2, base + offset, buffer.count - offset)
                guard written > 0 else { return }
                offset += written
            }
        }
    }
}
