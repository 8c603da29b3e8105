import Foundation
package import NIOCore

/// Keeps outbound calls away from addresses inside the company: loopback, private, link-local, metadata and the like,
/// unless the host is listed by configuration.
///
/// A name is asked for once an attempt: all its addresses are judged, and the connection goes to one of them, so that neither a
/// second address of the name nor another answer a moment later leads elsewhere.
package struct AddressGuard: Sendable {
    /// Hosts that may be inside, exactly as they stand in the URL.
    package let allowedHosts: Set<String>
    private let resolve: @Sendable (String, Int) -> [SocketAddress]

    package init(allowedHosts: Set<String>, resolve: @escaping @Sendable (String, Int) -> [SocketAddress] = HostResolver.addresses) {
        self.allowedHosts = allowedHosts
        self.resolve = resolve
    }

    package enum Judgement: Hashable, Sendable {
        /// The one address to connect to.
        case allowed(SocketAddress)
        case refused
        case unresolvable
    }

    /// Blocks on the system's resolver: call it on a thread that may block.
    package func judge(host: String, port: Int) -> Judgement {
        let addresses = resolve(host, port)
        guard let first = addresses.first else { return .unresolvable }
        return allowedHosts.contains(host) || addresses.allSatisfy(Self.isPublic) ? .allowed(first) : .refused
    }

    /// Whether anybody on the Internet could be meant.
    package static func isPublic(_ address: SocketAddress) -> Bool {
        switch address {
        case .v4: isPublicV4(bytes(of: address, at: 4, count: 4))
        case .v6: isPublicV6(bytes(of: address, at: 8, count: 16))
        case .unixDomainSocket: false
        }
    }

    /// A part of the address as the system lays it out (`sockaddr_in`, `sockaddr_in6`).
    private static func bytes(of address: SocketAddress, at offset: Int, count: Int) -> [UInt8] {
        address.withSockAddr { pointer, size in Array(UnsafeRawBufferPointer(start: pointer, count: size)[offset..<offset + count]) }
    }

    /// IANA's special-purpose registry.
    private static func isPublicV4(_ b: [UInt8]) -> Bool {
        switch (b[0], b[1]) {
        case (0, _), (10, _), (127, _), (169, 254), (192, 168), (224..., _): false
        case (100, 64...127), (172, 16...31), (198, 18...19): false
        case (192, 0): b[2] != 0 && b[2] != 2
        case (198, 51): b[2] != 100
        case (203, 0): b[2] != 113
        case _: true
        }
    }

    /// Global unicast (2000::/3) without documentation; addresses that carry an IPv4 one are judged by it.
    private static func isPublicV6(_ b: [UInt8]) -> Bool {
        if b.prefix(10).allSatisfy({ $0 == 0 }), b[10] == 0xFF, b[11] == 0xFF { return isPublicV4(Array(b[12...])) }
        if b[0] == 0x00, b[1] == 0x64, b[2] == 0xFF, b[3] == 0x9B { return isPublicV4(Array(b[12...])) }
        if b[0] == 0x20, b[1] == 0x02 { return isPublicV4(Array(b[2..<6])) }
        if b[0] == 0x20, b[1] == 0x01, b[2] == 0x0D, b[3] == 0xB8 { return false }
        return b[0] & 0xE0 == 0x20
    }
}
