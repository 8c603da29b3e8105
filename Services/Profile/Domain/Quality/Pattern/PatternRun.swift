/// Runs an automaton over a text: all its threads at once, one character after the other. Everything it does is counted: making
/// ready, each instruction it comes to, with or without a character, and each part of a class it asks.
struct PatternRun {
    private let program: [PatternInstruction]
    private let scalars: [Unicode.Scalar]
    private var current: [Int] = []
    private var upcoming: [Int] = []
    /// At which place an instruction was last added, so that no thread stands there twice.
    private var added: [Int]
    private var pending: [Int] = []
    private var hasFound = false
    private var steps = 0

    init(_ program: [PatternInstruction], _ scalars: [Unicode.Scalar]) {
        self.program = program
        self.scalars = scalars
        added = Array(repeating: -1, count: program.count)
    }

    /// - Parameter left: goes down by the work done; at 0 the run ends.
    mutating func outcome(steps left: inout Int) -> TextPattern.Outcome {
        steps = left - program.count - scalars.count
        defer { left = steps }
        guard steps > 0 else { return .tooLong }
        for place in 0...scalars.count {
            // The pattern may begin anywhere.
            add(0, at: place)
            if hasFound { return .found }
            guard place < scalars.count else { return .missing }
            for thread in current {
                guard case .characters(let set) = program[thread] else { continue }
                steps -= set.cost(of: scalars[place])
                if set.contains(scalars[place]) { upcoming.append(thread + 1) }
            }
            // One character comes to each instruction a few times at most, so this is looked at soon enough.
            guard steps > 0 else { return .tooLong }
            current.removeAll(keepingCapacity: true)
            for thread in upcoming { add(thread, at: place + 1) }
            upcoming.removeAll(keepingCapacity: true)
        }
        return .missing
    }

    /// Adds a thread and everywhere it can go without a character.
    private mutating func add(_ start: Int, at place: Int) {
        pending.append(start)
        while let thread = pending.popLast() {
            steps -= 1
            guard added[thread] != place else { continue }
            added[thread] = place
            switch program[thread] {
            case .characters: current.append(thread)
            case .jump(let target): pending.append(target)
            case .split(let first, let second):
                pending.append(second)
                pending.append(first)
            case .edge(let edge):
                let before = place > 0 ? scalars[place - 1] : nil
                let after = place < scalars.count ? scalars[place] : nil
                if edge.holds(before: before, after: after) { pending.append(thread + 1) }
            case .end: hasFound = true
            }
        }
    }
}
