package import CommonModels

extension IncomingCall {
    /// Reads one call in a single pass over its bytes.
    /// - Parameters:
    ///   - type: the call of the route; nil in a batch, where each item names its own.
    ///   - batchContext: context that the batch gives all its items; the item's own members win.
    package init(
        parsing bytes: UnsafeBufferPointer<UInt8>, type routeType: CustomerEventType?, limits: IngestLimits,
        batchContext: JSONObject? = nil, batchSentAt: Instant? = nil
    ) throws(IngestRejection) {
        guard bytes.count <= limits.eventBytesMax else { throw .tooLarge(bytes: bytes.count, max: limits.eventBytesMax) }
        var members = Members()
        var reader = JSONReader(bytes)
        do throws(JSONParseError) {
            guard reader.peek() == UInt8(ascii: "{") else { throw JSONParseError(.unexpectedByte, at: 0) }
            try reader.readObject { key, _, reader throws(JSONParseError) in try members.read(key, from: &reader) }
        } catch {
            throw .notAnObject
        }
        guard !bytes.writesNUL else { throw .holdsNUL }
        guard !reader.holdsHugeNumber else { throw .hugeNumber }
        if let routeType { self.init(type: routeType) } else { self.init(type: try members.callType()) }
        try fill(from: members, limits: limits)
        let ownSentAt = try members.instant("sentAt", at: members.sentAt)
        sentAt = ownSentAt ?? batchSentAt
        try addContext(members, batchContext)
        try check()
    }

    private mutating func fill(from members: Members, limits: IngestLimits) throws(IngestRejection) {
        let idMax = limits.idLengthMax
        messageId = try members.text("messageId", members.messageId, max: idMax)
        userId = try members.text("userId", members.userId, max: idMax)
        anonymousId = try members.text("anonymousId", members.anonymousId, max: idMax)
        switch type {
        case .track: name = try members.text("event", members.event, max: idMax)
        case .page, .screen: name = try members.text("name", members.name, max: idMax)
        case .alias: previousId = try members.text("previousId", members.previousId, max: idMax)
        case .group: groupId = try members.text("groupId", members.groupId, max: idMax)
        case .identify: break
        }
        switch type {
        case .identify: properties = try members.object("traits", members.traits)
        case .group: properties = try groupProperties(members)
        case .page, .screen: properties = try pageProperties(members, categoryMax: idMax)
        case .track, .alias: properties = try members.object("properties", members.properties)
        }
        let timestamp = try members.instant("timestamp", at: members.timestamp)
        let originalTimestamp = try members.instant("originalTimestamp", at: members.originalTimestamp)
        originalTime = originalTimestamp ?? timestamp
    }

    /// A group event carries its group's id and traits.
    private func groupProperties(_ members: Members) throws(IngestRejection) -> String {
        let traits = try members.object("traits", members.traits)
        guard let groupId else { throw .missing(field: "groupId") }
        var text: [UInt8] = Array("{\"groupId\":".utf8)
        JSONValue.write(groupId, into: &text)
        text.append(contentsOf: ",\"traits\":".utf8)
        text.append(contentsOf: traits.utf8)
        text.append(UInt8(ascii: "}"))
        return String(decoding: text, as: UTF8.self)
    }

    /// A page has its category among its properties, as clients for browsers send it; those for servers send it beside them.
    private func pageProperties(_ members: Members, categoryMax: Int) throws(IngestRejection) -> String {
        let properties = try members.object("properties", members.properties)
        guard let category = try? members.text("category", members.category, max: categoryMax),
            case .object(let own)? = try? JSONValue(parsing: properties), own["category"] == nil
        else { return properties }
        var text: [UInt8] = Array("{\"category\":".utf8)
        JSONValue.write(category, into: &text)
        if !own.isEmpty { text.append(UInt8(ascii: ",")) }
        text.append(contentsOf: properties.utf8.dropFirst())
        return String(decoding: text, as: UTF8.self)
    }

    /// The context holds what the batch gives, and what the call says of `integrations` beside it. What is nearest to the call wins,
    /// of `integrations` member by member.
    private mutating func addContext(_ members: Members, _ batchContext: JSONObject?) throws(IngestRejection) {
        context = try members.object("context", members.context)
        let stated = Self.integrations(members)
        guard !stated.isEmpty || batchContext?.isEmpty == false else { return }
        guard case .object(let own)? = try? JSONValue(parsing: context) else { return }
        var whole = (batchContext ?? [:]).merging(own) { $1 }
        let integrations = [batchContext?[Self.integrations]?.objectValue, own[Self.integrations]?.objectValue, stated]
            .compactMap { $0 }.reduce(into: JSONObject()) { $0.merge($1) { $1 } }
        if !integrations.isEmpty { whole[Self.integrations] = .object(integrations) }
        context = JSONValue.object(whole).serialized
    }

    /// Which other systems a call is meant for, as Segment's clients say: kept in the context.
    static let integrations = "integrations"

    private static func integrations(_ members: Members) -> JSONObject {
        guard let text = try? members.object(integrations, members.integrations), text != "{}" else { return [:] }
        return (try? JSONValue(parsing: text))?.objectValue ?? [:]
    }

    private func check() throws(IngestRejection) {
        switch type {
        case .track: if name == nil { throw .missing(field: "event") }
        case .alias: if previousId == nil { throw .missing(field: "previousId") }
        case .group: if groupId == nil { throw .missing(field: "groupId") }
        case .identify, .page, .screen: break
        }
        if userId == nil && anonymousId == nil { throw .missing(field: type == .alias ? "userId" : "userId or anonymousId") }
        if type == .alias && userId == nil { throw .missing(field: "userId") }
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// Whether a string of this JSON text holds U+0000, which JSON can only write as `\u0000`.
    fileprivate var writesNUL: Bool {
        var index = 0
        while index < count {
            guard self[index] == UInt8(ascii: "\\") else {
                index += 1
                continue
            }
            if self[(index + 1)...].starts(with: "u0000".utf8) { return true }
            index += 2
        }
        return false
    }
}
