import CommonModels
import DemoData

/// Who pays for it: departments, their contributions, initiatives with shares, money spent, and the quarter's targets.
struct DemoBudget: Sendable {
    let api: DemoAPI
    let calendar: DemoCalendar

    func prepare() async throws {
        var departments: [String: JSONValue] = [:]
        for name in ["마케팅", "매장", "IT", "콘텐츠"] {
            departments[name] = try await api.post(.reporting, "/v1/budget/departments", ["name": .string(name)]).json["id"]
        }
        for (name, amount) in [("마케팅", "160000000"), ("매장", "90000000"), ("IT", "60000000"), ("콘텐츠", "50000000")] {
            try await entry(["kind": "contribute", "departmentId": departments[name] ?? .null, "amount": won(amount)])
        }
        let plans: [(name: String, sponsor: String, amount: String, spent: String, shares: [(String, String)])] = [
            ("재구매 여정 고도화", "마케팅", "120000000", "84000000", [("마케팅", "50"), ("매장", "30"), ("IT", "20")]),
            ("첫 구매 온보딩", "마케팅", "60000000", "58000000", [("마케팅", "70"), ("콘텐츠", "30")]),
            ("매장 픽업 알림", "매장", "45000000", "12000000", [("매장", "60"), ("마케팅", "25"), ("IT", "15")]),
        ]
        for plan in plans {
            try await fund(
                plan.name, sponsor: departments[plan.sponsor] ?? .null, amount: plan.amount, spent: plan.spent,
                shares: plan.shares.map { ["departmentId": departments[$0.0] ?? .null, "percent": .string($0.1)] })
        }
        try await api.put(.reporting, "/v1/targets/\(calendar.quarters[4].name)", ["revenue": "800000000", "orders": "11000"])
    }

    private func fund(_ name: String, sponsor: JSONValue, amount: String, spent: String, shares: [JSONValue]) async throws {
        let made = try await api.post(
            .reporting, "/v1/budget/initiatives",
            [
                "name": .string(name), "sponsorId": sponsor, "requested": won(amount), "shares": .array(shares),
                "experimentKey": .string(GlobalHoldout.key),
            ])
        let id = made.json["id"] ?? .null
        try await api.post(.reporting, "/v1/budget/initiatives/\(id.stringValue ?? "")/approve", [:])
        try await entry(["kind": "spend", "initiativeId": id, "amount": won(spent), "memo": "분기 집행"])
    }

    private func entry(_ body: JSONValue) async throws { try await api.post(.reporting, "/v1/budget/entries", body) }

    private func won(_ amount: String) -> JSONValue { ["amount": .string(amount), "currency": "KRW"] }
}
