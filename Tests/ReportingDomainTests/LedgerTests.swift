import CommonModels
import Testing

@testable import ReportingDomain

@Suite("Budget ledger")
struct LedgerTests {
    private let ids = IDGenerator.sequential()

    private func entry(_ action: LedgerAction) throws -> LedgerEntry {
        try LedgerEntry(id: ids.next(), day: Day(number: 20_000), recordedAt: .epoch, action: action, memo: "")
    }

    @Test(
        "random movements always balance, never promise money that is not there, and match a simple model",
        arguments: [1, 7, 42, 2_026, 99_991])
    func simulation(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let departments: [DepartmentID] = (0..<3).map { _ in ids.next() }
        let initiatives: [InitiativeID] = (0..<4).map { _ in ids.next() }
        var ledger = Ledger()
        var pool: Int64 = 0
        var model: [InitiativeID: (available: Int64, committed: Int64, spent: Int64)] = [:]
        var given: Int64 = 0
        var refused = 0
        for step in 0..<3_000 {
            let amount = Int64.random(in: 0...500, using: &random)
            let id = initiatives[Int.random(in: 0..<4, using: &random)]
            var money = model[id] ?? (0, 0, 0)
            let action: LedgerAction
            let allowed: Bool
            switch Int.random(in: 0..<6, using: &random) {
            case 0:
                (action, allowed) = (.contribute(departments[Int.random(in: 0..<3, using: &random)], amount), amount > 0)
                if allowed { (pool, given) = (pool + amount, given + amount) }
            case 1:
                (action, allowed) = (.allot(id, amount), amount > 0 && pool >= amount)
                if allowed { (pool, money.available) = (pool - amount, money.available + amount) }
            case 2:
                (action, allowed) = (.giveBack(id, amount), amount > 0 && money.available >= amount)
                if allowed { (pool, money.available) = (pool + amount, money.available - amount) }
            case 3:
                (action, allowed) = (.commit(id, amount), amount > 0 && money.available >= amount)
                if allowed { (money.available, money.committed) = (money.available - amount, money.committed + amount) }
            case 4:
                (action, allowed) = (.release(id, amount), amount > 0 && money.committed >= amount)
                if allowed { (money.available, money.committed) = (money.available + amount, money.committed - amount) }
            default:
                let ordered = Int64.random(in: 0...600, using: &random)
                (action, allowed) = (
                    .spend(id, amount, fromCommitted: ordered), amount > 0 && ordered <= amount && ordered <= money.committed
                )
                if allowed {
                    money = (money.available - (amount - ordered), money.committed - ordered, money.spent + amount)
                }
            }
            model[id] = money
            do {
                try ledger.post(try entry(action))
                #expect(allowed, "seed \(seed), step \(step): \(action) was allowed")
            } catch is BudgetProblem {
                #expect(!allowed, "seed \(seed), step \(step): \(action) was refused")
                refused += 1
            }
            #expect(ledger.total == 0, "seed \(seed), step \(step)")
            #expect(ledger.balance(.pool) == pool && pool >= 0, "seed \(seed), step \(step)")
            #expect(ledger.balance(.available(id)) == money.available, "seed \(seed), step \(step)")
            #expect(ledger.balance(.committed(id)) == money.committed && money.committed >= 0, "seed \(seed), step \(step)")
            #expect(ledger.balance(.spent(id)) == money.spent, "seed \(seed), step \(step)")
        }
        #expect(departments.reduce(0) { $0 - ledger.balance(.department($1)) } == given)
        #expect(refused > 100, "seed \(seed): the simulation must meet refusals")
    }

    @Test("every entry's postings sum to zero")
    func postingsBalance() throws {
        let department: DepartmentID = ids.next()
        let id: InitiativeID = ids.next()
        for action in [
            LedgerAction.contribute(department, 5), .allot(id, 5), .giveBack(id, 5), .commit(id, 5), .release(id, 5),
            .spend(id, 5, fromCommitted: 0), .spend(id, 5, fromCommitted: 3), .spend(id, 5, fromCommitted: 5),
        ] {
            let postings = try entry(action).postings
            #expect(postings.reduce(0) { $0 + $1.minorUnits } == 0)
            for posting in postings { #expect(LedgerAccount(posting.account.text) == posting.account) }
        }
    }

    @Test("parts of a split sum to the whole and stay within one unit of their share", arguments: [3, 5, 8, 13])
    func split(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        for _ in 0..<500 {
            let count = Int.random(in: 1...7, using: &random)
            var left = 10_000
            var shares: [CostShare] = []
            for index in 0..<count {
                let part = index == count - 1 ? left : Int.random(in: 1...(left - (count - index - 1)), using: &random)
                left -= part
                shares.append(CostShare(department: ids.next(), basisPoints: part))
            }
            let amount = Int64.random(in: -1_000_000...1_000_000_000, using: &random)
            let parts = CostShare.split(amount, by: shares)
            #expect(parts.reduce(0, +) == amount, "seed \(seed)")
            for (part, share) in zip(parts, shares) {
                #expect(abs(Double(part) - Double(amount) * Double(share.basisPoints) / 10_000) <= 1, "seed \(seed)")
            }
        }
    }

    @Test("shares that do not make 100 percent are refused")
    func shares() throws {
        let (a, b): (DepartmentID, DepartmentID) = (ids.next(), ids.next())
        #expect(throws: BudgetProblem.sharesMustSumTo100(basisPoints: 9_999)) {
            try CostShare.check([CostShare(department: a, basisPoints: 5_000), CostShare(department: b, basisPoints: 4_999)])
        }
        #expect(throws: BudgetProblem.shareNotPositive(b)) {
            try CostShare.check([CostShare(department: a, basisPoints: 10_000), CostShare(department: b, basisPoints: 0)])
        }
    }

    @Test("the forecast is the run rate or the open orders, whichever is more")
    func burnDown() {
        let byRate = BurnDown(budget: 120, spent: 60, committed: 5, spentInQuarter: 40, elapsedDays: 45, totalDays: 90)
        #expect(byRate.forecast == 20 + 80 && byRate.status == .onPlan)
        let byOrders = BurnDown(budget: 120, spent: 60, committed: 90, spentInQuarter: 40, elapsedDays: 45, totalDays: 90)
        #expect(byOrders.forecast == 150 && byOrders.status == .overrunExpected)
        #expect(BurnDown(budget: 50, spent: 60, committed: 0, spentInQuarter: 0, elapsedDays: 1, totalDays: 90).status == .overrun)
        #expect(BurnDown(budget: 50, spent: 0, committed: 0, spentInQuarter: 0, elapsedDays: 0, totalDays: 90).status == .notStarted)
    }
}
