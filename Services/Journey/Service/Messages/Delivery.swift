import CommonModels
import JourneyDomain

/// A send record claimed for delivery, with everything needed to carry it out.
struct Delivery: Sendable {
    var record: SendRecord
    let journey: JourneyKey
    let message: MessageStep
    let person: Person
    let run: Run
    /// The journey's own zone, for people whose zone is not known.
    let timezone: String?
    /// The event the journey begins with; nil where it begins otherwise.
    let event: String?
}
