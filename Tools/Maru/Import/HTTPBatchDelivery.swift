import AsyncHTTPClient
import CommonModels
import ImportKit
import NIOCore
import NIOHTTP1

/// Sends batches to the Profile service.
struct HTTPBatchDelivery: BatchDelivery {
    private static let timeout = TimeAmount.seconds(60)
    private static let answerBytesMax = 4_194_304

    let client: HTTPClient
    /// e.g. `http://127.0.0.1:8101`
    let address: String
    let key: String

    func send(_ body: [UInt8]) async -> DeliveryAnswer {
        var request = HTTPClientRequest(url: address + "/v1/batch")
        request.method = .POST
        request.headers.add(name: "content-type", value: "application/json")
        request.headers.add(name: "authorization", value: "Bearer \(key)")
        request.body = .bytes(ByteBuffer(bytes: body))
        do {
            let response = try await client.execute(request, timeout: Self.timeout)
            let answer = Array(buffer: try await response.body.collect(upTo: Self.answerBytesMax))
            // An answer that is not JSON says nothing more than its status.
            return meaning(of: response, try? JSONValue(parsing: answer))
        } catch {
            return .retry(after: nil, "\(address) does not answer")
        }
    }

    private func meaning(of response: HTTPClientResponse, _ answer: JSONValue?) -> DeliveryAnswer {
        let reason = answer?["detail"]?.stringValue ?? answer?["title"]?.stringValue ?? "status \(response.status.code)"
        switch response.status.code {
        case 200..<300: return .accepted(refused: refused(answer))
        case 401, 403: return .notAllowed(reason)
        case 408, 429, 500...:
            let seconds = response.headers.first(name: "retry-after").flatMap { Int64($0) }
            return .retry(after: seconds.map { .seconds(min(max($0, 1), 60)) }, reason)
        default: return .refused(reason)
        }
    }

    /// Events the server did not take, by their place: `{"rejected":[{"pointer":"/batch/3/userId","detail":…}]}`.
    private func refused(_ answer: JSONValue?) -> [Int: String] {
        var reasons: [Int: String] = [:]
        for item in answer?["rejected"]?.arrayValue ?? [] {
            let parts = (item["pointer"]?.stringValue ?? "").split(separator: "/")
            guard parts.count >= 2, parts[0] == "batch", let index = Int(parts[1]) else { continue }
            reasons[index] = item["detail"]?.stringValue ?? item["code"]?.stringValue ?? "refused by the server"
        }
        return reasons
    }
}
