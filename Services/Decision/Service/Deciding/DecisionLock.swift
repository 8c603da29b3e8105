/// Decisions, feedback and merges of people take turns across replicas under this name.
enum DecisionLock {
    static let name = "decision"
}
