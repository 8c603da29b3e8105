import OrderedCollections

/// What changes while one template is rendered: variables, counters, output, and what is left of the limits.
final class RenderState {
    let environment: LiquidEnvironment
    let data: OrderedDictionary<String, LiquidValue>
    let partials: [String: LiquidTemplate]
    var output = ""
    /// The last scope is the innermost; `assign` writes to the first.
    private var scopes: [[String: LiquidValue]] = [[:]]
    private(set) var counters: [String: Int64] = [:]
    var cycles: [String: Int] = [:]
    /// Where a loop of this name stopped, for `offset: continue`.
    var loopEnds: [String: Int] = [:]
    var loops: [ForLoop] = []
    var lastChanged: String?
    var partialDepth = 0
    private var steps: Int
    private var outputBytes: Int

    init(environment: LiquidEnvironment, data: OrderedDictionary<String, LiquidValue>, partials: [String: LiquidTemplate]) {
        self.environment = environment
        self.data = data
        self.partials = partials
        steps = environment.limits.stepsMax
        outputBytes = environment.limits.outputBytesMax
    }

    /// Pays for one unit of work.
    /// - Throws: ``LiquidError`` of kind `limit`.
    func step(_ count: Int = 1) throws {
        steps -= count
        if steps < 0 { throw LiquidError(.limit, "the template does more than \(environment.limits.stepsMax) steps") }
    }

    /// Pays for a value that was made or looked through.
    /// - Throws: ``LiquidError`` of kind `limit`, also when it is larger than values may be.
    func weigh(_ value: LiquidValue) throws {
        if case .array(let items) = value {
            guard items.count <= environment.limits.loopMax else {
                throw LiquidError(.limit, "a list may have at most \(environment.limits.loopMax) items")
            }
            try step(items.count / 16)
        }
        let weight = value.weight(upTo: LiquidLimits.valueBytesMax)
        guard weight <= LiquidLimits.valueBytesMax else { throw LiquidError.tooLarge }
        try step(weight / 1_024)
    }

    func weighed(_ value: LiquidValue) throws -> LiquidValue {
        try weigh(value)
        return value
    }

    /// - Throws: ``LiquidError`` of kind `limit`.
    func write(_ text: String) throws {
        outputBytes -= text.utf8.count
        if outputBytes < 0 { throw LiquidError(.limit, "the output is larger than \(environment.limits.outputBytesMax) bytes") }
        output += text
    }

    /// Writes a value, escaped in an HTML part unless it is markup already.
    func write(_ value: LiquidValue) throws {
        if case .markup(let text) = value { return try write(text) }
        let text = value.text
        try write(environment.escapesHTML ? LiquidText.escaped(text) : text)
    }

    func lookup(_ name: String) -> LiquidValue {
        for scope in scopes.reversed() { if let value = scope[name] { return value } }
        if let counter = counters[name] { return .integer(counter) }
        if name == "forloop", let loop = loops.last { return loop.value }
        return data[name] ?? .null
    }

    func assign(_ name: String, _ value: LiquidValue) { scopes[0][name] = value }
    func bind(_ name: String, _ value: LiquidValue) { scopes[scopes.count - 1][name] = value }
    func pushScope(_ values: [String: LiquidValue] = [:]) { scopes.append(values) }
    func popScope() { scopes.removeLast() }

    func increment(_ name: String) -> Int64 {
        let value = counters[name, default: 0]
        counters[name] = value + 1
        return value
    }

    func decrement(_ name: String) -> Int64 {
        let value = counters[name, default: 0] - 1
        counters[name] = value
        return value
    }

    /// Runs `body` with nothing of this state but data, limits and output; restores everything after it.
    func isolated(_ values: [String: LiquidValue], _ body: () throws -> Void) rethrows {
        let saved = (scopes, counters, cycles, loopEnds, loops)
        scopes = [values]
        counters = [:]
        cycles = [:]
        loopEnds = [:]
        loops = []
        defer { (scopes, counters, cycles, loopEnds, loops) = saved }
        try body()
    }
}
