/// Where an experiment is in its life.
package enum ExperimentStatus: String, CaseIterable, Sendable {
    case draft, running, stopped
}
