package import CommonModels

/// A seeded Korean retailer's five quarters: people, devices, consents, visits, orders, refunds, support, an e-mail
/// programme with a holdout. The same seed and day give the same events, to the byte.
package struct DemoYear: Sendable {
    package static let seedDefault: UInt64 = 20_261_122
    package static let peopleDefault = 20_000
    /// Larger than the product's default so that a year's effect can be told from chance.
    package static let holdoutShare = 0.1
    package static let plantedUplift = 0.35

    package private(set) var events: [DemoEvent] = []
    package private(set) var truths = DemoTruths()
    package let calendar: DemoCalendar
    /// Where the segment's rolling 90 days begin on the day of the demo; no order falls into the day behind it, so that the
    /// hour makes no difference.
    private let windowStart: Instant
    private var random: SeededRandom
    private var ordersByPerson: [String: [(time: Instant, revenue: Int64)]] = [:]
    private var exposures: [String: Instant] = [:]
    private var eventNumber = 0

    package init(seed: UInt64 = seedDefault, people: Int = peopleDefault, now: Instant) {
        calendar = DemoCalendar(now: now)
        windowStart = calendar.end - .days(90)
        random = SeededRandom(seed: seed)
        events.reserveCapacity(people * 16)
        for number in 0..<people {
            live(DemoPerson(number: number, days: calendar.days, holdoutShare: Self.holdoutShare, random: &random))
        }
        events.sort { ($0.time, $0.messageId) < ($1.time, $1.messageId) }
        count(people: people)
    }

    private mutating func live(_ person: DemoPerson) {
        truths.persons += 1
        if let userId = person.userId {
            truths.members += 1
            join(person, userId)
            buy(person, userId)
        }
        browse(person)
    }

    /// Signing up on the web, stating consents, and joining the experiment when the programme starts.
    private mutating func join(_ person: DemoPerson, _ userId: String) {
        let time = moment(day: person.joinDay, hours: 8..<9)
        let device = person.devices[0]
        emit(.web, time, .page, "홈", nil, device, ["path": "/"])
        emit(
            .web, time + .minutes(3), .identify, nil, userId, device,
            [
                "email": .string(person.email ?? ""), "name": .string(person.name), "city": .string(person.city),
                "country": "KR", "birthYear": .integer(Int64(person.birthYear)), "locale": "ko", "timezone": "Asia/Seoul",
                "joinedAt": .string(time.rfc3339),
            ])
        for other in person.devices.dropFirst() {
            emit(.web, time + .hours(2), .identify, nil, userId, other, ["lastDevice": .string(other)])
        }
        consent(person, userId, time + .minutes(4), channel: "email", status: person.emailConsent ? .granted : .denied)
        if person.number % 10 < 3 {
            consent(person, userId, time + .minutes(5), channel: "sms", status: person.number % 10 < 2 ? .granted : .denied)
        }
        if person.emailConsent { truths.emailConsents += 1 }
        let start = max(calendar.programStart + .hours(2), time + .hours(1))
        guard start < calendar.end else { return }
        let arm = person.isHeldOut ? GlobalHoldout.holdout : GlobalHoldout.treated
        emit(
            .email, start, .track, "Experiment Viewed", userId, nil,
            ["experiment_id": .string(GlobalHoldout.key), "variation_id": .string(arm)])
        exposures[userId] = start
        if person.emailConsent, !person.isHeldOut { receiveOffer(person, userId, after: start) }
    }

    private mutating func consent(_ person: DemoPerson, _ userId: String, _ time: Instant, channel: String, status: ConsentStatus) {
        emit(
            .web, time, .track, "Consent Updated", userId, nil,
            [
                "purpose": "marketing", "channel": .string(channel), "status": .string(status.rawValue),
                "legal_basis": "consent", "text_version": "2025-09",
            ])
    }

    private mutating func receiveOffer(_ person: DemoPerson, _ userId: String, after start: Instant) {
        let time = start + .days(Int64.random(in: 1...20, using: &random))
        guard time < calendar.end else { return }
        let properties: JSONObject = ["channel": "email", "journey_key": "repurchase-2025", "offer_key": "exfoliator-10"]
        emit(.email, time, .track, "Message Sent", userId, nil, properties)
        if chance(0.34) { emit(.email, time + .hours(3), .track, "Message Opened", userId, nil, properties) }
        if chance(0.07) { emit(.email, time + .hours(4), .track, "Offer Clicked", userId, nil, properties) }
        if chance(0.01) { consent(person, userId, time + .hours(5), channel: "email", status: .withdrawn) }
    }

    /// Orders come day by day at the person's rate, the season's factor, and the planted uplift for the treated.
    private mutating func buy(_ person: DemoPerson, _ userId: String) {
        for day in person.joinDay..<max(person.joinDay, calendar.days - 1) {
            let date = calendar.start + .days(Int64(day))
            let isTreated = date >= calendar.programStart && !person.isHeldOut
            let rate = person.orderRate / 90 * Self.season(date) * (isTreated ? 1 + Self.plantedUplift : 1)
            guard chance(rate), !isQuarterEdge(date) else { continue }
            let time = moment(day: day, hours: 9..<21)
            if windowStart <= time && time < windowStart + .hours(27) { continue }
            order(person, userId, time, isFirst: ordersByPerson[userId] == nil)
        }
    }

    private mutating func order(_ person: DemoPerson, _ userId: String, _ time: Instant, isFirst: Bool) {
        let source: DemoSource = chance(0.25) ? .store : person.usesApp ? .app : .web
        let device = source == .web ? person.devices.last : nil
        let lines = (0..<Int.random(in: 1...3, using: &random)).map { _ in
            (
                product: DemoProduct.catalogue.randomElement(using: &random) ?? DemoProduct.catalogue[0],
                quantity: Int64.random(in: 1...2, using: &random)
            )
        }
        if source != .store, let first = lines.first {
            emit(source, time - .minutes(9), .track, "Product Viewed", userId, device, view(first.product))
            emit(source, time - .minutes(4), .track, "Product Added", userId, device, view(first.product))
        }
        let revenue = lines.reduce(Int64(0)) { $0 + $1.product.price * $1.quantity }
        let orderId = "O-\(userId)-\(ordersByPerson[userId, default: []].count + 1)"
        var properties: JSONObject = [
            "order_id": .string(orderId), "currency": "KRW", "revenue": .integer(revenue), "total": .integer(revenue),
            "channel": .string(source.rawValue), "first_order": .bool(isFirst),
        ]
        properties["products"] = .array(
            lines.map { line in
                .object(view(line.product).merging(["quantity": .integer(line.quantity)]) { $1 })
            })
        emit(source, time, .track, "Order Completed", userId, device, properties)
        ordersByPerson[userId, default: []].append((time, revenue))
        if chance(0.02), time + .days(5) < calendar.end {
            emit(
                source, time + .days(5), .track, "Order Refunded", userId, nil,
                ["order_id": .string(orderId), "currency": "KRW", "revenue": .integer(revenue)])
            emit(.support, time + .days(4), .track, "Support Contacted", userId, nil, ["topic": "refund", "order_id": .string(orderId)])
        }
    }

    /// Visits without a purchase; visitors who never sign in do only this.
    private mutating func browse(_ person: DemoPerson) {
        let visits = person.userId == nil ? 2 : Int.random(in: 1...3, using: &random)
        for _ in 0..<visits {
            let day = Int.random(in: person.joinDay..<max(person.joinDay + 1, calendar.days - 1), using: &random)
            let time = moment(day: day, hours: 10..<22)
            let product = DemoProduct.catalogue.randomElement(using: &random) ?? DemoProduct.catalogue[0]
            let device = person.devices.last
            emit(.web, time, .page, "상품", person.userId, device, ["path": .string("/p/\(product.id)")])
            emit(.web, time + .minutes(1), .track, "Product Viewed", person.userId, device, view(product))
        }
    }

    private func view(_ product: DemoProduct) -> JSONObject {
        [
            "product_id": .string(product.id), "name": .string(product.name), "category": .string(product.category),
            "price": .integer(product.price),
        ]
    }

    private mutating func emit(
        _ source: DemoSource, _ time: Instant, _ type: CustomerEventType, _ name: String?, _ userId: String?, _ device: String?,
        _ properties: JSONObject
    ) {
        guard time < calendar.end else { return }
        eventNumber += 1
        events.append(
            DemoEvent(
                source: source, time: time, type: type, name: name, userId: userId, anonymousId: device,
                messageId: "demo-\(eventNumber)", properties: properties))
    }

    private mutating func chance(_ probability: Double) -> Bool { Double.random(in: 0..<1, using: &random) < probability }

    private mutating func moment(day: Int, hours: Range<Int64>) -> Instant {
        calendar.start + .days(Int64(day)) + .hours(Int64.random(in: hours, using: &random))
            + .seconds(Int64.random(in: 0..<3_000, using: &random))
    }

    /// No order falls on the last day of one quarter or the first of the next, so that the zone a report counts its
    /// quarters in makes no difference.
    private func isQuarterEdge(_ day: Instant) -> Bool {
        calendar.quarter(of: day - .days(1)) != calendar.quarter(of: day)
            || calendar.quarter(of: day + .days(1)) != calendar.quarter(of: day)
    }

    /// The year's swing: gifts in December and May, quiet in February and August.
    static func season(_ instant: Instant) -> Double {
        switch CivilDate(daysSince1970: instant.utcDay).month {
        case 11: 1.2
        case 12: 1.5
        case 5: 1.3
        case 2, 8: 0.8
        default: 1.0
        }
    }

    private mutating func count(people: Int) {
        truths.events = events.count
        truths.plantedUplift = Self.plantedUplift
        truths.repeatBuyers = ordersByPerson.values.count { $0.count { $0.time >= windowStart } >= 2 }
        countArms(in: calendar.quarters[3])
        truths.quarters = calendar.quarters.indices.map(truth)
    }

    /// People whose arm was seen by the end of the quarter, and what they spent in it from then on.
    private mutating func countArms(in quarter: DemoCalendar.Quarter) {
        truths.effectQuarter = quarter.name
        for (userId, exposure) in exposures where exposure < quarter.end {
            let orders = ordersByPerson[userId, default: []].filter { exposure <= $0.time && $0.time < quarter.end }
            let revenue = orders.reduce(Int64(0)) { $0 + $1.revenue }
            if GlobalHoldout.contains(unit: userId, share: Self.holdoutShare) {
                truths.holdout.add(revenue)
            } else {
                truths.treated.add(revenue)
            }
        }
    }

    private func truth(ofQuarter index: Int) -> DemoTruths.Quarter {
        let quarter = calendar.quarters[index]
        var truth = DemoTruths.Quarter(quarter: quarter.name)
        for orders in ordersByPerson.values {
            let inside = orders.filter { quarter.start <= $0.time && $0.time < quarter.end }
            guard !inside.isEmpty else { continue }
            truth.buyers += 1
            truth.orders += inside.count
            truth.revenue += inside.reduce(0) { $0 + $1.revenue }
            if !orders.contains(where: { $0.time < quarter.start }) { truth.newBuyers += 1 }
            if index > 0 {
                let before = calendar.quarters[index - 1]
                if orders.contains(where: { before.start <= $0.time && $0.time < before.end }) { truth.retainedBuyers += 1 }
            }
        }
        return truth
    }
}
