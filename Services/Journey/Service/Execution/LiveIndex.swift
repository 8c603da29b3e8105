import CommonModels
import JourneyDomain

/// The live journeys by what concerns them, so that a bulk import pays one look-up per event.
struct LiveIndex: Sendable {
    private var byEvent: [String: [LiveJourney]] = [:]
    private var bySegment: [SegmentID: [LiveJourney]] = [:]
    private var bySignal: [String: [LiveJourney]] = [:]
    private let byGoal: [String: Set<JourneyID>]

    /// - Parameter goals: the journeys any version of which has the event as its goal.
    init(_ journeys: [LiveJourney], goals: [String: Set<JourneyID>]) {
        byGoal = goals
        for journey in journeys {
            switch journey.entry.trigger {
            case .event(let pattern): byEvent[pattern.name, default: []].append(journey)
            case .segment(let segment): bySegment[segment, default: []].append(journey)
            case .signal(let signal): bySignal[signal.pattern.name, default: []].append(journey)
            }
        }
    }

    /// False spares reading the events of a bulk import at all.
    var listens: Bool { !byEvent.isEmpty || !byGoal.isEmpty }
    func mentions(event name: String) -> Bool { byEvent[name] != nil || byGoal[name] != nil }
    func entries(event name: String) -> [LiveJourney] { byEvent[name] ?? [] }
    func entries(segment: SegmentID) -> [LiveJourney] { bySegment[segment] ?? [] }
    func entries(signal name: String) -> [LiveJourney] { bySignal[name] ?? [] }
    /// False spares reading signals at all.
    var hearsSignals: Bool { !bySignal.isEmpty }
    func goals(event name: String) -> Set<JourneyID> { byGoal[name] ?? [] }
}
