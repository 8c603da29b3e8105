import CommonModels

/// Identities a call's context names: `context.device.id`, and `context.externalIds` as Segment documents them,
/// `[{id, type, collection, encoding}]`. Only `collection` `users` and `encoding` `none`, which are also what is taken when
/// absent, name a person in the clear.
package enum ContextIdentities {
    private static let countMax = 20
    private static let device = Array("\"device\"".utf8)
    private static let externalIds = Array("\"externalIds\"".utf8)
    /// Names Segment's libraries use for what has another name here.
    private static let names: [String: IdentityNamespace] = [
        "user_id": .userId, "anonymous_id": .anonymousId, "ios.id": .deviceId, "android.id": .deviceId,
    ]

    /// - Parameter context: a JSON object as text. Without one of the two members it is not parsed.
    package static func read(_ context: String) -> [(namespace: IdentityNamespace, value: String)] {
        let mayName = context.utf8.count > 10 && mentions(context)
        guard mayName, let tree = try? JSONValue(parsing: context) else { return [] }
        var found: [(IdentityNamespace, String)] = []
        if let id = tree["device"]?["id"]?.stringValue { found.append((.deviceId, id)) }
        for item in (tree["externalIds"]?.arrayValue ?? []).prefix(countMax) {
            guard let type = item["type"]?.stringValue, let id = item["id"]?.stringValue ?? item["id"]?.intValue.map({ String($0) }),
                (item["collection"]?.stringValue ?? "users") == "users", (item["encoding"]?.stringValue ?? "none") == "none",
                let namespace = names[type] ?? IdentityNamespace(key: type)
            else { continue }
            found.append((namespace, id))
        }
        return found
    }

    private static func mentions(_ context: String) -> Bool {
        let found = context.utf8.withContiguousStorageIfAvailable { bytes in
            contains(bytes, device) || contains(bytes, externalIds)
        }
        return found ?? true
    }

    private static func contains(_ bytes: UnsafeBufferPointer<UInt8>, _ word: [UInt8]) -> Bool {
        guard bytes.count >= word.count else { return false }
        var start = 0
        while start <= bytes.count - word.count {
            if bytes[start] == word[0], bytes[start + 1] == word[1], bytes[start..<start + word.count].elementsEqual(word) { return true }
            start += 1
        }
        return false
    }
}
