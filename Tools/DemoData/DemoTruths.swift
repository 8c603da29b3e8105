/// What is true of the generated year, counted by the generator itself and written beside the data.
package struct DemoTruths: Sendable, Codable {
    package struct Quarter: Sendable, Codable {
        package let quarter: String
        package var revenue: Int64 = 0
        package var orders = 0
        package var buyers = 0
        package var newBuyers = 0
        package var retainedBuyers = 0
    }

    /// One arm of the holdout in ``effectQuarter``.
    package struct Arm: Sendable, Codable {
        package var people = 0
        package var revenue: Int64 = 0

        mutating func add(_ revenue: Int64) {
            people += 1
            self.revenue += revenue
        }

        package var revenuePerPerson: Double { people == 0 ? 0 : Double(revenue) / Double(people) }
    }

    package var events = 0
    /// People behind all identities: members and visitors who never signed in.
    package var persons = 0
    package var members = 0
    package var quarters: [Quarter] = []
    /// The factor by which personalization multiplies a treated person's rate of orders.
    package var plantedUplift = 0.0
    /// The first quarter with the programme, a whole one.
    package var effectQuarter = ""
    package var treated = Arm()
    package var holdout = Arm()
    package var emailConsents = 0
    /// Members with two or more orders in the 90 days before the demo was made.
    package var repeatBuyers = 0
}
