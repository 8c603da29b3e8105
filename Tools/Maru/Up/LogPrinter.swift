import CommonModels

/// Shows the services' log lines under each other, each with its service's name.
struct LogPrinter: Sendable {
    let isRaw: Bool
    private let isColoured = Terminal.isInteractive

    init(isRaw: Bool) { self.isRaw = isRaw }

    /// A line of a child's output.
    func print(_ name: ServiceName, _ line: String) {
        Terminal.say(prefix(name) + (isRaw ? line : Self.readable(line)))
    }

    /// Our own word about a child.
    func note(_ name: ServiceName, _ text: String) { Terminal.say(prefix(name) + text) }

    func note(_ text: String) { Terminal.say(text) }

    private func prefix(_ name: ServiceName) -> String {
        let padded = name.rawValue + String(repeating: " ", count: 10 - name.rawValue.count)
        return isColoured ? "\u{1B}[\(Self.colour(of: name))m\(padded)\u{1B}[0m| " : padded + "| "
    }

    private static func colour(of name: ServiceName) -> Int {
        switch name {
        case .profile: 36
        case .segment: 32
        case .content: 33
        case .journey: 35
        case .decision: 34
        case .reporting: 31
        }
    }

    /// `12:00:00 info  Message key=value` of a JSON line; any other line as it is.
    private static func readable(_ line: String) -> String {
        guard line.hasPrefix("{"), let json = try? JSONValue(parsing: line), case .object(let members) = json,
            let at = members["at"]?.stringValue, let level = members["level"]?.stringValue, let message = members["message"]?.stringValue
        else { return line }
        let hidden: Set<String> = ["at", "level", "message", "service", "logger", "trace"]
        let rest = members.filter { !hidden.contains($0.key) }.map { " \($0.key)=\($0.value.stringValue ?? $0.value.serialized)" }.joined()
        return "\(at.dropFirst(11).prefix(8)) \(level) \(message)\(rest)"
    }
}
