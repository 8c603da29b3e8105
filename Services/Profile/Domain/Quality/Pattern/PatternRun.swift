/// Runs an automaton over a text: all its threads at once, one character after the other.
struct PatternRun {
    private let program: [PatternInstruction]
    private let scalars: [Unicode.Scalar]
    private var current: [Int] = []
    private var upcoming: [Int] = []
    /// At which place an instruction was last added, so that no thread stands there twice.
    private var added: [Int]
    private var pending: [Int] = []
    private var hasFound = false

    init(_ program: [PatternInstruction], _ scalars: [Unicode.Scalar]) {
        self.program = program
        self.scalars = scalars
        added = Array(repeating: -1, count: program.count)
    }

    mutating func outcome(steps: inout Int) -> TextPattern.Outcome {
        for place in 0...scalars.count {
            // The pattern may begin anywhere.
            add(0, at: place)
            if hasFound { return .found }
            guard place < scalars.count else { return .missing }
            steps -= current.count + 1
            guard steps > 0 else { return .tooLong }
            for thread in current {
                guard case .characters(let set) = program[thread], set.contains(scalars[place]) else { continue }
                upcoming.append(thread + 1)
            }
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
