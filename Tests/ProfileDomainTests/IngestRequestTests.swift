import CommonModels
import ProfileDomain
import Testing

@Suite("Ingest requests")
struct IngestRequestTests {
    private func parse(_ text: String, _ type: CustomerEventType?, limits: IngestLimits = .writeKey) throws -> IngestRequest {
        try Array(text.utf8).withUnsafeBufferPointer { try IngestRequest(body: $0, type: type, limits: limits) }
    }

    @Test("a track call keeps its properties as they were written")
    func track() throws {
        let call = try #require(
            try parse(
                #"{"event":"Order Completed","userId":"u1","properties":{"total": 1.10},"timestamp":"2026-01-01T00:00:00Z","messageId":"m1"}"#,
                .track
            ).items.first?.call)
        #expect(call.name == "Order Completed")
        #expect(call.properties == #"{"total": 1.10}"#)
        #expect(call.originalTime == Instant(rfc3339: "2026-01-01T00:00:00Z"))
    }

    @Test("a batch gives its context, time of sending and key to its items, wherever they stand")
    func batch() throws {
        let request = try parse(
            #"{"batch":[{"type":"track","event":"A","userId":7},{"type":"page","name":"P","anonymousId":"a","context":{"ip":"x"}}],"#
                + #""context":{"ip":"y","app":"shop"},"sentAt":"2026-01-01T00:00:00Z","writeKey":"k"}"#, nil)
        #expect(request.items.map(\.call.userId) == ["7", nil])
        #expect(request.items.last?.call.context == #"{"ip":"x","app":"shop"}"#)
        #expect(request.items.first?.call.sentAt == Instant(rfc3339: "2026-01-01T00:00:00Z"))
        #expect(request.writeKey == "k")
    }

    @Test("a batch's context is bounded with the events it is copied into, and ids by code points as databases count them")
    func sizes() throws {
        func batch(events: Int, contextBytes: Int) throws -> IngestRequest {
            let calls = Array(repeating: #"{"type":"track","event":"A","userId":"u"}"#, count: events).joined(separator: ",")
            return try parse(#"{"batch":[\#(calls)],"context":{"x":"\#(String(repeating: "c", count: contextBytes))"}}"#, nil)
        }
        #expect(try batch(events: 200, contextBytes: 30_000).items.count == 200)
        #expect(throws: IngestRequest.Malformed.contextTooLarge(bytes: 40_008, max: 32_768)) { try batch(events: 2, contextBytes: 40_000) }
        #expect(throws: IngestRequest.Malformed.self) { try batch(events: 5_000, contextBytes: 30_000) }
        #expect(try batch(events: 5_000, contextBytes: 1_500).items.count == 5_000)
        let families = try parse(#"{"event":"A","userId":"\#(String(repeating: "👨‍👩‍👧‍👦", count: 40))"}"#, .track)
        #expect(families.rejected.first?.reason.code == "too-long")
    }

    @Test("a page's category joins its properties, and integrations join the context, the call's own before the batch's")
    func categoryAndIntegrations() throws {
        let request = try parse(
            #"{"batch":[{"type":"page","userId":"u","category":"Docs","properties":{"path":"/a"},"integrations":{"Mail":false}},"#
                + #"{"type":"screen","userId":"u","category":"Docs","properties":{"category":"own"},"context":{"app":"x"}},"#
                + #"{"type":"track","event":"A","userId":"u","category":"no page"}],"integrations":{"All":true,"Mail":true}}"#, nil)
        let calls = request.items.map(\.call)
        #expect(calls.map(\.properties) == [#"{"category":"Docs","path":"/a"}"#, #"{"category":"own"}"#, "{}"])
        #expect(
            calls.map(\.context) == [
                #"{"integrations":{"All":true,"Mail":false}}"#, #"{"integrations":{"All":true,"Mail":true},"app":"x"}"#,
                #"{"integrations":{"All":true,"Mail":true}}"#,
            ])
        let alone = try parse(#"{"event":"A","userId":"u","integrations":{},"context":{ "a" : 1 }}"#, .track)
        #expect(alone.items.first?.call.context == #"{ "a" : 1 }"#)
        let odd = try parse(
            #"{"batch":[{"type":"page","userId":"u","category":["a"],"integrations":[]},"#
                + #"{"type":"page","userId":"u","category":"Docs","properties":{ "id" : 12345678901234567890 },"integrations":["X"]},"#
                + #"{"type":"page","userId":"u","category":"Docs","context":{"integrations":{"A":1,"B":1}},"integrations":{"B":2}}],"#
                + #""context":{"gpc":true,"integrations":{"A":0,"C":0}},"integrations":{"C":3}}"#, nil)
        #expect(odd.rejected.isEmpty)
        #expect(
            odd.items.map(\.call.properties) == ["{}", #"{"category":"Docs", "id" : 12345678901234567890 }"#, #"{"category":"Docs"}"#])
        #expect(
            odd.items.map(\.call.context) == [
                #"{"gpc":true,"integrations":{"A":0,"C":3}}"#, #"{"gpc":true,"integrations":{"A":0,"C":3}}"#,
                #"{"gpc":true,"integrations":{"A":1,"C":3,"B":2}}"#,
            ])
    }

    @Test(
        "an item that cannot be taken names its fault and the others are kept",
        arguments: [
            (#"{"type":"track","userId":"u"}"#, "missing-field"), (#"{"type":"track","event":"A"}"#, "missing-field"),
            (#"{"type":"buy","userId":"u"}"#, "unknown-type"), (#"{"userId":"u"}"#, "missing-field"), ("5", "not-an-object"),
            (#"{"type":"track","event":{},"userId":"u"}"#, "wrong-type"),
            (#"{"type":"track","event":"A","userId":"u","properties":[]}"#, "wrong-type"),
            (#"{"type":"track","event":"A","userId":"u","timestamp":"yesterday"}"#, "unreadable-time"),
            (#"{"type":"alias","userId":"u"}"#, "missing-field"), (#"{"type":"group","userId":"u"}"#, "missing-field"),
        ])
    func rejectedItem(_ item: String, _ code: String) throws {
        let request = try parse(#"{"batch":[\#(item),{"type":"identify","userId":"u"}]}"#, nil)
        #expect(request.rejected.map(\.reason.code) == [code])
        #expect(request.items.count == 1)
        #expect(request.rejected.first?.payload == item)
    }

    @Test("an event of 33 KB is refused and one of a server key is taken")
    func large() throws {
        let text = #"{"event":"A","userId":"u","properties":{"x":"\#(String(repeating: "x", count: 33_000))"}}"#
        #expect(try parse(text, .track).rejected.map(\.reason.code) == ["too-large"])
        #expect(try parse(text, .track, limits: .serverKey).items.count == 1)
    }

    @Test("a body that is not JSON or holds no batch is refused whole", arguments: ["", "{", "[]", "{\"batch\":5}", "{\"batch\":[{]}"])
    func malformed(_ text: String) {
        #expect(throws: IngestRequest.Malformed.self) { try parse(text, nil) }
    }

    @Test("the sender's wrong clock is corrected by when it says it sent")
    func clockSkew() throws {
        let received = try #require(Instant(rfc3339: "2026-01-01T12:00:00Z"))
        let time = try EventTime.corrected(
            original: Instant(rfc3339: "2020-01-01T00:00:00Z"), sentAt: Instant(rfc3339: "2020-01-01T00:00:10Z"), receivedAt: received,
            limits: .writeKey)
        #expect(time == received - .seconds(10))
    }

    @Test("times far ahead and before 1990 are refused")
    func impossibleTimes() throws {
        let received = try #require(Instant(rfc3339: "2026-01-01T12:00:00Z"))
        #expect(throws: IngestRejection.inTheFuture) {
            try EventTime.corrected(original: received + .days(2), sentAt: nil, receivedAt: received, limits: .writeKey)
        }
        #expect(throws: IngestRejection.tooAncient) {
            try EventTime.corrected(original: .epoch, sentAt: nil, receivedAt: received, limits: .writeKey)
        }
    }

    @Test("a consent statement is read from its event and a broken one says which member is wrong")
    func consent() throws {
        let record = try ConsentRecord(
            eventProperties: ["purpose": "marketing", "channel": "email", "status": "granted", "text_version": "v7"], at: .epoch,
            source: "web")
        #expect(record.view.status == .granted)
        #expect(throws: IngestRejection.invalidConsent(field: "status")) {
            try ConsentRecord(eventProperties: ["purpose": "marketing", "status": "maybe"], at: .epoch, source: "web")
        }
    }
}
