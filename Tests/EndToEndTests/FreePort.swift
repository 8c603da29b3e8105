import Foundation
import Synchronization

/// A TCP port of the loopback that nobody listens on.
///
/// From below the range that systems take for connections they make (Linux: 32768 and up), and none twice: between the look
/// and the listening nobody else comes by it.
enum FreePort {
    struct NoneFree: Error {}

    private static let range = 20_000..<32_000
    private static let next = Mutex(Int.random(in: range))

    static func find() throws -> Int {
        for _ in range {
            let port = next.withLock { next in
                next = next + 1 < range.upperBound ? next + 1 : range.lowerBound
                return next
            }
            if try isFree(port) { return port }
        }
        throw NoneFree()
    }

    private static func isFree(_ port: Int) throws -> Bool {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw NoneFree() }
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        address.sin_port = UInt16(port).bigEndian
        let length = socklen_t(MemoryLayout<sockaddr_in>.size)
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, length) == 0 }
        }
    }
}
