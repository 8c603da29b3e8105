package import CommonModels

/// A request of the tracking API, each item read or refused with a reason.
package struct IngestRequest: Sendable {
    package struct Rejected: Sendable {
        /// Place in the batch, from 0.
        package let index: Int
        package let reason: IngestRejection
        /// The item as it was sent, its first ``payloadBytesMax`` bytes.
        package let payload: String

        package static let payloadBytesMax = 1_048_576

        package init(index: Int, reason: IngestRejection, bytes: some Collection<UInt8>) {
            self.index = index
            self.reason = reason
            payload = String(decoding: bytes.prefix(Self.payloadBytesMax), as: UTF8.self)
        }
    }

    /// A call as it was read, and where it stood.
    package struct Item: Sendable {
        /// Place in the batch, from 0.
        package let index: Int
        /// Its bytes in the body.
        package let range: Range<Int>
        package let call: IncomingCall
    }

    package private(set) var items: [Item] = []
    package private(set) var rejected: [Rejected] = []
    /// `writeKey` of the body, for senders that cannot set headers.
    package private(set) var writeKey: String?
    /// What a batch gives all its items.
    package private(set) var batchContext: JSONObject?
    package private(set) var batchSentAt: Instant?

    package enum Malformed: Error, Hashable, Sendable {
        case json(JSONParseError)
        case batchMissing
        case tooManyItems(Int, max: Int)
        /// The batch's context, with as many events as stand beside it.
        case contextTooLarge(bytes: Int, max: Int)
    }

    /// - Parameter type: nil for `/v1/batch`.
    package init(body: UnsafeBufferPointer<UInt8>, type: CustomerEventType?, limits: IngestLimits) throws(Malformed) {
        if let type {
            try readSingle(body, type, limits)
        } else {
            try readBatch(body, limits)
        }
    }

    /// Calls that were read elsewhere, each of them whole at its place in `body`.
    package init(body: UnsafeBufferPointer<UInt8>, calls: [Range<Int>], limits: IngestLimits) {
        items.reserveCapacity(calls.count)
        for (index, range) in calls.enumerated() {
            append(body, range, index: index, type: nil, limits: limits, context: nil, sentAt: nil)
        }
    }

    private mutating func readSingle(
        _ body: UnsafeBufferPointer<UInt8>, _ type: CustomerEventType, _ limits: IngestLimits
    ) throws(Malformed) {
        do throws(JSONParseError) {
            var reader = JSONReader(body)
            writeKey = try reader.topLevelText(named: "writeKey")
            var whole = JSONReader(body)
            try whole.skipValue()
            try whole.expectEnd()
        } catch {
            throw .json(error)
        }
        append(body, body.indices, index: 0, type: type, limits: limits, context: nil, sentAt: nil)
    }

    private mutating func readBatch(_ body: UnsafeBufferPointer<UInt8>, _ limits: IngestLimits) throws(Malformed) {
        var envelope = BatchEnvelope()
        do throws(JSONParseError) {
            try envelope.read(body)
        } catch {
            throw .json(error)
        }
        guard let items = envelope.items else { throw .batchMissing }
        guard items.count <= limits.batchCountMax else { throw .tooManyItems(items.count, max: limits.batchCountMax) }
        writeKey = envelope.writeKey
        batchContext = envelope.context
        batchSentAt = envelope.sentAt
        let contextBytes = batchContext.map { JSONValue.object($0).serialized.utf8.count } ?? 0
        let contextMax = min(limits.eventBytesMax, IngestLimits.contextCopiesMax * limits.batchBytesMax / max(1, items.count))
        guard contextBytes <= contextMax else { throw .contextTooLarge(bytes: contextBytes, max: contextMax) }
        self.items.reserveCapacity(items.count)
        for (index, range) in items.enumerated() {
            append(body, range, index: index, type: nil, limits: limits, context: batchContext, sentAt: batchSentAt)
        }
    }

    private mutating func append(
        _ body: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, index: Int, type: CustomerEventType?, limits: IngestLimits,
        context: JSONObject?, sentAt: Instant?
    ) {
        let bytes = UnsafeBufferPointer(rebasing: body[range])
        do throws(IngestRejection) {
            let call = try IncomingCall(parsing: bytes, type: type, limits: limits, batchContext: context, batchSentAt: sentAt)
            items.append(Item(index: index, range: range, call: call))
        } catch {
            rejected.append(Rejected(index: index, reason: error, bytes: bytes))
        }
    }
}
