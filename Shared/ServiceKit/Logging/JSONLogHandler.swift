import CommonModels
package import Logging

/// Writes one JSON object a line: `at`, `level`, `service`, `logger`, `message`, `trace`, `request`, and the metadata.
///
/// Messages are constant text; values stand in the metadata. Whatever looks like an e-mail address or one of our
/// keys is masked, should it get here in spite of the rule that personal data is never logged.
package struct JSONLogHandler: LogHandler {
    package var logLevel: Logger.Level
    package var metadata: Logger.Metadata = [:]
    package var metadataProvider: Logger.MetadataProvider?
    private let label: String
    private let service: String
    private let output: LogOutput

    package init(label: String, service: String, level: Logger.Level, output: LogOutput) {
        self.label = label
        self.service = service
        self.logLevel = level
        self.output = output
    }

    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(256)
        bytes.append(UInt8(ascii: "{"))
        write("at", WallClock.system.now().rfc3339, into: &bytes)
        write("level", event.level.rawValue, into: &bytes)
        write("service", service, into: &bytes)
        write("logger", label, into: &bytes)
        write("message", LogMask.masked(event.message.description), into: &bytes)
        if let trace = TraceContext.current { write("trace", trace.traceID, into: &bytes) }
        var fields = metadata
        if let provided = metadataProvider?.get() { fields.merge(provided) { $1 } }
        if let given = event.metadata { fields.merge(given) { $1 } }
        if let error = event.error { fields["error"] = "\(String(reflecting: error))" }
        for (key, value) in fields.sorted(by: { $0.key < $1.key }) {
            write(key == "hb.request.id" ? "request" : key, LogMask.masked(value.description), into: &bytes)
        }
        bytes[bytes.count - 1] = UInt8(ascii: "}")
        bytes.append(UInt8(ascii: "\n"))
        output.write(bytes)
    }

    private func write(_ key: String, _ value: String, into bytes: inout [UInt8]) {
        JSONValue.write(key, into: &bytes)
        bytes.append(UInt8(ascii: ":"))
        JSONValue.write(value, into: &bytes)
        bytes.append(UInt8(ascii: ","))
    }
}
