package import CommonModels

/// A request to a service.
package struct ConfigCall: Hashable, Sendable {
    package enum Method: String, Hashable, Sendable {
        case get = "GET"
        case put = "PUT"
        case post = "POST"
        case delete = "DELETE"
    }

    /// Which file a change comes from, for the audit log: `profile/retention.yaml sha256:…`.
    package static let documentHeader = "x-maru-document"

    package let method: Method
    package let service: ServiceName
    package let path: String
    package var body: JSONValue?
    package var ifMatch: String?
    package var document: String?

    package init(
        _ method: Method, _ service: ServiceName, _ path: String, body: JSONValue? = nil, ifMatch: String? = nil, document: String? = nil
    ) {
        self.method = method
        self.service = service
        self.path = path
        self.body = body
        self.ifMatch = ifMatch
        self.document = document
    }
}

/// What a service answered.
package struct ConfigAnswer: Hashable, Sendable {
    package let status: Int
    package let json: JSONValue
    package let etag: String?

    package init(status: Int, json: JSONValue, etag: String?) {
        self.status = status
        self.json = json
        self.etag = etag
    }
}

/// A service said no.
package struct ConfigRefusal: Error, Hashable, Sendable {
    package let status: Int
    package let detail: String
    package let faults: [ConfigFault]

    init(_ answer: ConfigAnswer) {
        status = answer.status
        detail = answer.json["detail"]?.stringValue ?? answer.json["title"]?.stringValue ?? "status \(answer.status)"
        faults = (answer.json["errors"]?.arrayValue ?? []).map {
            ConfigFault($0["pointer"]?.stringValue ?? "", $0["detail"]?.stringValue ?? "is refused")
        }
    }

    /// What to tell people.
    package var reason: String {
        if status == 412 || status == 428 { return "somebody changed it meanwhile; look at the plan again (--dry-run)" }
        let parts = faults.map { $0.pointer.isEmpty ? $0.detail : "/spec\($0.pointer): \($0.detail)" }
        return parts.isEmpty ? detail : parts.joined(separator: "; ")
    }
}

/// The services' HTTP API.
package protocol ConfigServer: Sendable {
    /// - Throws: ``ConfigError/unreachable(service:reason:)`` when there is no answer at all.
    func send(_ call: ConfigCall) async throws -> ConfigAnswer
}

extension ConfigServer {
    /// - Throws: ``ConfigRefusal`` for any status but 2xx.
    @discardableResult
    package func call(_ call: ConfigCall) async throws -> ConfigAnswer {
        let answer = try await send(call)
        guard (200..<300).contains(answer.status) else { throw ConfigRefusal(answer) }
        return answer
    }

    /// All items of a list, page after page.
    package func items(_ service: ServiceName, _ path: String) async throws -> [JSONValue] {
        var items: [JSONValue] = []
        var next: String?
        repeat {
            let query = next.map { (path.contains("?") ? "&after=" : "?after=") + ConfigPath.encoded($0) } ?? ""
            let page = try await call(ConfigCall(.get, service, path + query)).json
            items += page["items"]?.arrayValue ?? []
            next = page["next"]?.stringValue
        } while next != nil
        return items
    }
}

/// Names as parts of addresses.
package enum ConfigPath {
    /// RFC 3986: everything but unreserved characters percent-encoded.
    package static func encoded(_ text: String) -> String {
        text.utf8.reduce(into: "") { encoded, byte in
            switch byte {
            case 97...122, 65...90, 48...57, 45, 46, 95, 126: encoded.unicodeScalars.append(Unicode.Scalar(byte))
            case _: encoded += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }
    }
}
