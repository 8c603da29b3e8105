import CommonModels

/// Calls of the tracking API, so many seconds after ``ProfileWorld/start``.
enum Calls {
    static func track(_ name: String, _ who: KeyValuePairs<String, String>, at second: Int, id: String? = nil, _ more: JSONObject = [:])
        -> JSONValue
    {
        call("track", who, at: second, id: id, ["event": .string(name), "properties": .object(more)])
    }

    static func identify(_ who: KeyValuePairs<String, String>, _ traits: JSONObject, at second: Int, id: String? = nil) -> JSONValue {
        call("identify", who, at: second, id: id, ["traits": .object(traits)])
    }

    static func alias(_ previous: String, is userId: String, at second: Int, id: String? = nil) -> JSONValue {
        call("alias", ["userId": userId, "previousId": previous], at: second, id: id, [:])
    }

    static func consent(
        _ status: String, _ who: KeyValuePairs<String, String>, at second: Int, channel: String = "email", text: String = "2026-01",
        id: String? = nil
    ) -> JSONValue {
        track(
            "Consent Updated", who, at: second, id: id,
            ["purpose": "marketing", "channel": .string(channel), "status": .string(status), "text_version": .string(text)])
    }

    private static func call(
        _ type: String, _ who: KeyValuePairs<String, String>, at second: Int, id: String?, _ members: JSONObject
    ) -> JSONValue {
        var call = members
        call["type"] = .string(type)
        call["timestamp"] = .string((ProfileWorld.start + .seconds(second)).rfc3339)
        if let id { call["messageId"] = .string(id) }
        for (name, value) in who { call[name] = .string(value) }
        return .object(call)
    }
}
