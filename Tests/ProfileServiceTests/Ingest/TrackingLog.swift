import CommonModels
import FeedKit
import HummingbirdTesting
import NIOCore
import TestFixtures

/// What a profile service stored, read from outside.
struct TrackingLog {
    let installation: TestInstallation

    /// The message ids of every customer event, in the order of the feed.
    func messages() async throws -> [String] {
        try await events().filter { $0.type == FeedEventType.customerEvent }.compactMap { $0.data["messageId"]?.stringValue }
    }

    func events() async throws -> [CloudEvent] {
        var events: [CloudEvent] = []
        var position: Int64 = 0
        while true {
            let page = try await installation.get("/v1/feed?limit=2000&lastEventId=\(position)")
            guard try page.json != [] else { return events }
            let batch = try FeedBatch(Array(buffer: page.body), after: position)
            events += batch.events
            position = batch.last
        }
    }

    /// How many events of the source `web` were accepted, repeated and refused.
    func counts() async throws -> (accepted: Int64, duplicates: Int64, rejected: Int64) {
        let source = try await installation.get("/v1/sources").json["items"]?.arrayValue?.first { $0["source"] == "web" }
        func count(_ name: String) -> Int64 { source?[name]?.intValue ?? 0 }
        return (count("accepted"), count("duplicates"), count("rejected"))
    }

    /// The codes of what was refused, newest first.
    func refusals() async throws -> [(code: String, pointer: String, payload: String)] {
        try await installation.get("/v1/rejections?limit=1000").json["items"]?.arrayValue?.map {
            ($0["code"]?.stringValue ?? "", $0["pointer"]?.stringValue ?? "", $0["payload"]?.stringValue ?? "")
        } ?? []
    }
}
