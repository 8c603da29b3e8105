import CommonModels
import HTTPTypes
import HummingbirdTesting
import SegmentService
import ServiceKit
import StorageKit
import TestFixtures
import Testing

@Suite("Segment's API")
struct SegmentRoutesTests {
    private let body: JSONValue = [
        "key": "korea", "name": ["ko": "한국 고객", "en": "Korea"], "rule": ["trait": "country", "is": "KR"],
    ]

    @Test("a segment is made, read, edited with its version, activated and archived")
    func life() async throws {
        try await TestInstallation.of(SegmentService.self) { app in
            let created = try await app.post("/v1/segments", body)
            #expect(created.status == .created && created.headers[.eTag] == "\"1\"")
            let address = try #require(created.headers[.location])
            #expect(try created.json["sentence"]?["ko"] == "‘country’ 특성이 ‘KR’인 고객입니다.")
            let rule: JSONValue = ["rule": ["trait": "country", "in": ["KR", "JP"]]]
            #expect(try await app.post(address + "/rule", rule, method: .put).status.code == 428)
            #expect(try await app.post(address + "/rule", rule, method: .put, headers: [.ifMatch: "\"9\""]).status == .preconditionFailed)
            let edited = try await app.post(address + "/rule", rule, method: .put, headers: [.ifMatch: "\"1\""])
            #expect(edited.status == .ok && edited.headers[.eTag] == "\"2\"")
            let active = try await app.post(address + "/activate", [:], headers: [.ifMatch: "\"2\""])
            #expect(active.status == .accepted)
            let job = try #require(try active.json["jobId"]?.stringValue)
            #expect(try await app.get("/v1/jobs/\(job)").status == .ok)
            #expect(try await app.post(address + "/activate", [:], headers: [.ifMatch: "*"]).problem == "segment-already-active")
            #expect(try await app.post(address + "/archive", [:], headers: [.ifMatch: "*"]).status == .accepted)
            #expect(try await app.get("/v1/segments?status=archived").json["items"]?.arrayValue?.count == 1)
        }
    }

    @Test("a job that lets members go is not cancelled")
    func uncancelled() async throws {
        try await TestInstallation.of(SegmentService.self) { app in
            let job: JobID = IDGenerator.system().next()
            try await app.database.write { tx in
                try tx.execute(
                    """
                    INSERT INTO maru_job (
                        id, kind, state, input, checkpoint, done, cancel_requested, must_finish, requested_by, lease_until, created_at, updated_at)
                    VALUES ($1, 'segment.retire', 'running', '{}', 'null', 0, 0, 1, 'policy', $2, 0, 0)
                    """, [job, Instant.distantFuture])
            }
            #expect(try await app.post("/v1/jobs/\(job)/cancel", [:]).problem == "job-must-finish")
            #expect(try await app.get("/v1/jobs/\(job)").json["mustFinish"] == true)
            #expect(try await app.get("/v1/jobs/\(job)").json["isCancelRequested"] == false)
        }
    }

    @Test("every fault of a new segment is named at once")
    func faults() async throws {
        try await TestInstallation.of(SegmentService.self) { app in
            let answer = try await app.post(
                "/v1/segments", ["key": "Bad Key", "name": ["ko": "이름"], "rule": ["all": [["trait": "a"], ["colour": "red"]]], "extra": 1])
            #expect(answer.status == .unprocessableContent)
            let pointers = try answer.json["errors"]?.arrayValue?.compactMap { $0["pointer"]?.stringValue } ?? []
            #expect(Set(pointers) == ["/extra", "/key", "/name", "/rule/all/0", "/rule/all/1"])
            #expect(try await app.post("/v1/segments", body).status == .created)
            #expect(try await app.post("/v1/segments", body).problem == "segment-key-taken")
        }
    }

    @Test("a rule can be said and sized before it is saved")
    func preview() async throws {
        try await TestInstallation.of(SegmentService.self) { app in
            let said = try await app.post("/v1/segments/validate", ["rule": ["everyone": true]])
            #expect(try said.json["sentence"]?["en"] == "Every customer.")
            #expect(try await app.post("/v1/segments/validate", ["rule": ["nobody": true]]).status == .unprocessableContent)
            let size = try await app.post("/v1/segments/preview", ["rule": ["everyone": true]])
            #expect(try size.json["size"] == 0 && size.json["isExact"] == true)
        }
    }

    @Test("who may not read segments is refused")
    func scopes() async throws {
        try await TestInstallation.of(SegmentService.self) { app in
            #expect(try await app.send(.get, "/v1/segments", key: nil).status == .unauthorized)
            let reader = try app.keys.server(.segmentRead)
            #expect(try await app.send(.get, "/v1/segments", key: reader).status == .ok)
            #expect(try await app.post("/v1/segments", body, key: reader).status == .forbidden)
            #expect(try await app.get("/v1/segments/seg_01h455vb4pex5vsknk084sn02q").problem == "not-found")
            #expect(try await app.get("/v1/segments/whatever").problem == "not-found")
        }
    }

    @Test("the pages show a segment from draft to active, in both languages")
    func pages() async throws {
        try await TestInstallation.of(SegmentService.self) { app in
            let headers = try await app.session(of: [.marketer])
            func page(_ path: String) async throws -> String { try await app.send(.get, path, key: nil, headers: headers).text }
            #expect(try await page("/ui/segment?lang=ko").contains("아직 세그먼트가 없습니다"))
            #expect(try await page("/ui/segment/new?lang=en").contains("Rule (JSON)"))
            let created = try await app.post("/v1/segments", body)
            let id = try #require(try created.json["id"]?.stringValue)
            let korean = try await page("/ui/segment/\(id)?lang=ko")
            #expect(korean.contains("한국 고객") && korean.contains("‘country’ 특성이 ‘KR’인 고객입니다.") && korean.contains("활성화"))
            let english = try await page("/ui/segment/\(id)?lang=en&profileId=prf_01h455vb4pex5vsknk084sn02q")
            #expect(english.contains("Customers whose “country” is “KR”.") && english.contains("Nobody with this id is known here yet."))
        }
    }
}
