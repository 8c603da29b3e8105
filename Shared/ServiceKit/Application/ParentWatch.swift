import Foundation

/// Stops a supervised service when its supervisor is gone, even after `kill -9`.
///
/// The supervisor holds the other end of standard input and never writes: end of file means it died.
enum ParentWatch {
    static func start() {
        Thread.detachNewThread {
            var byte: UInt8 = 0
            while true {
                let count = read(0, &byte, 1)
                if count == 0 || (count < 0 && errno != EINTR) { break }
            }
            kill(getpid(), SIGTERM)
        }
    }
}
