/// Writes a regular expression out as steps of an automaton.
struct PatternCompiler {
    /// Parts looked at: repetitions of nothing add no instruction and must end as well.
    private static let partsMax = 20_000

    private(set) var program: [PatternInstruction] = []
    private var parts = 0

    mutating func compile(_ tree: PatternTree) throws(TextPattern.Refusal) {
        parts += 1
        guard parts <= Self.partsMax else { throw .tooLarge }
        switch tree {
        case .nothing: break
        case .characters(let set): try add(.characters(set))
        case .edge(let edge): try add(.edge(edge))
        case .sequence(let parts): for part in parts { try compile(part) }
        case .choice(let branches): try compile(branches[...])
        case .repeated(let part, let least, let most): try compile(part, least, most)
        }
    }

    private mutating func add(_ instruction: PatternInstruction) throws(TextPattern.Refusal) {
        guard program.count < TextPattern.instructionsMax else { throw .tooLarge }
        program.append(instruction)
    }

    private mutating func compile(_ branches: ArraySlice<PatternTree>) throws(TextPattern.Refusal) {
        guard let first = branches.first else { return }
        guard branches.count > 1 else { return try compile(first) }
        let split = program.count
        try add(.split(split + 1, 0))
        try compile(first)
        let jump = program.count
        try add(.jump(0))
        program[split] = .split(split + 1, program.count)
        try compile(branches.dropFirst())
        program[jump] = .jump(program.count)
    }

    private mutating func compile(_ part: PatternTree, _ least: Int, _ most: Int?) throws(TextPattern.Refusal) {
        for _ in 0..<least { try compile(part) }
        guard let most else {
            let split = program.count
            try add(.split(split + 1, 0))
            try compile(part)
            try add(.jump(split))
            program[split] = .split(split + 1, program.count)
            return
        }
        var splits: [Int] = []
        for _ in least..<most {
            splits.append(program.count)
            try add(.split(program.count + 1, 0))
            try compile(part)
        }
        for split in splits { program[split] = .split(split + 1, program.count) }
    }
}
