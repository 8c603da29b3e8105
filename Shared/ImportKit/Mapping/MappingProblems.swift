/// What was found wrong so far.
final class MappingProblems {
    var all: [MappingProblem] = []
}
