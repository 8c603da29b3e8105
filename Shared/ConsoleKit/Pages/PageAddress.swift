/// Addresses of pages with their query.
package enum PageAddress {
    /// `/ui/profile?q=a%40b.kr`; queries without a value are left out.
    package static func make(_ path: String, _ query: KeyValuePairs<String, String?>) -> String {
        let parts = query.compactMap { name, value in
            value.flatMap { $0.isEmpty ? nil : "\(encoded(name))=\(encoded($0))" }
        }
        return parts.isEmpty ? path : path + "?" + parts.joined(separator: "&")
    }

    /// Everything but letters, digits and `-._~` of ASCII as percent codes.
    package static func encoded(_ text: String) -> String {
        var bytes: [UInt8] = []
        let digits = Array("0123456789ABCDEF".utf8)
        for byte in text.utf8 {
            switch byte {
            case 48...57, 65...90, 97...122, 45, 46, 95, 126: bytes.append(byte)
            default: bytes += [37, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Where to go next, if it is a page of ours; else the start page. Guards against being sent to another site.
    package static func own(_ next: String?) -> String {
        guard let next, next.hasPrefix("/ui"), !next.hasPrefix("/ui/sign-"), !next.contains("\\"), !next.contains("//"),
            next.utf8.allSatisfy({ $0 > 32 && $0 != 127 })
        else { return "/ui" }
        return next
    }
}
