package import CommonModels
package import RuleKit

/// Something Maru may propose to a person: its worth, its dates, what it shows in each placement, who may get it and how often.
package struct Offer: Sendable, Identifiable {
    package static let categoriesMax = 10
    package static let capsMax = 10
    package static let placementsMax = 50
    package static let priorityRange = 0...1_000

    package let id: OfferID
    package let key: String
    package let name: BilingualName
    /// What one acceptance is worth to the company; ranks offers of equal priority.
    package let value: Money?
    /// What one acceptance costs the company.
    package let cost: Money?
    package let categories: [String]
    package let flight: Flight
    /// Higher is offered first.
    package let priority: Int
    /// By placement key; an offer competes only in the placements it has content for.
    package let content: [String: OfferContent]
    package let eligibility: Rule
    package let consent: ConsentRequirement?
    package let caps: [Cap]
    package let status: CatalogueStatus

    /// Ranking order: priority, then value, then key, so that equal offers never swap places.
    package func ranksBefore(_ other: Offer) -> Bool {
        if priority != other.priority { return priority > other.priority }
        let mine = value.map(Offer.worth) ?? 0
        let theirs = other.value.map(Offer.worth) ?? 0
        if mine != theirs { return mine > theirs }
        return key < other.key
    }

    /// A money amount in whole units, for ordering only.
    private static func worth(_ money: Money) -> Double {
        var amount = Double(money.minorUnits)
        for _ in 0..<money.currency.minorUnitDigits { amount /= 10 }
        return amount
    }
}
