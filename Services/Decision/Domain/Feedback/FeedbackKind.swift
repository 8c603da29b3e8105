/// What a person did with an offer.
package enum FeedbackKind: String, CaseIterable, Sendable {
    case impression, click, conversion, dismissal

    /// The measure of caps it counts toward; dismissals count toward none.
    package var measure: CapMeasure? {
        switch self {
        case .impression: .impression
        case .click: .click
        case .conversion: .conversion
        case .dismissal: nil
        }
    }

    /// The name of the fact in the person's history.
    package var eventName: String {
        switch self {
        case .impression: "Offer Shown"
        case .click: "Offer Clicked"
        case .conversion: "Offer Converted"
        case .dismissal: "Offer Dismissed"
        }
    }
}
