import CommonModels
import Hummingbird
import ProfileDomain
import ServiceKit

/// Scores of the sources and what did not fit: `/v1/quality`.
struct QualityRoutes: Sendable {
    private static let daysDefault = 7

    let store: QualityStore
    let clock: WallClock

    func add(to router: Router<ServiceContext>) {
        router.requiring(.profileRead, path: "/v1/quality").get(use: scores).get("violations", use: violations)
    }

    /// `?day=2026-11-22&source=web`
    @Sendable private func scores(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        let now = clock.now()
        let day = try Self.day(request, now: now)
        let histories = try await store.histories(source: request.query("source"), now: now)
        return JSONResponse(json: [
            "day": .string(CivilDate(daysSince1970: day).description),
            "items": .array(
                histories.map { history in
                    [
                        "source": .string(history.source),
                        "scores": .array(QualityScores.scores(history, on: day, now: now).map(\.json)),
                        "counts": history.day(day).json,
                    ]
                }),
        ])
    }

    @Sendable private func violations(_ request: Request, _ context: ServiceContext) async throws -> JSONResponse {
        let days = try request.query("days", in: 1...90) ?? Self.daysDefault
        let found = try await store.violations(
            days: Int64(days), source: request.query("source"), rule: request.query("rule"), now: clock.now())
        return JSONResponse(json: ["items": .array(found.prefix(PageRequest.limitMax).map(\.json))])
    }

    /// Today unless said; no further back than scores can look.
    private static func day(_ request: Request, now: Instant) throws -> Int64 {
        guard let text = request.query("day") else { return now.utcDay }
        let parts = text.split(separator: "-").compactMap { Int($0) }
        guard parts.count == 3, let date = CivilDate(year: parts[0], month: parts[1], day: parts[2]), date.daysSince1970 <= now.utcDay,
            date.daysSince1970 > now.utcDay - SourceHistory.hourDays
        else { throw Problem.badRequest("day must be a day of the last \(SourceHistory.hourDays) such as 2026-11-22.") }
        return date.daysSince1970
    }
}

extension QualityScore {
    var json: JSONValue {
        var members: JSONObject = ["measure": .string(measure.rawValue), "unit": .string(measure.unit), "level": .string(level.rawValue)]
        if let value { members["value"] = .number(value) }
        if let usual { members["usual"] = .number(usual) }
        members["reason"] = ["code": .string(reason.code), "ko": .string(sentence(.ko)), "en": .string(sentence(.en))]
        return .object(members)
    }
}

extension SourceHistory.Day {
    var json: JSONValue {
        [
            "accepted": .integer(accepted), "duplicates": .integer(duplicates), "rejected": .integer(rejected),
            "quarantined": .integer(quarantined), "violating": .integer(violating), "blocked": .integer(blocked),
            "conflicts": .integer(conflicts), "known": .integer(known), "present": .integer(present),
        ]
    }
}

extension QualityStore.Violation {
    var json: JSONValue {
        [
            "rule": .string(rule), "place": .string(place), "keyword": .string(keyword), "mode": .string(mode), "events": .integer(events),
            "sources": .array(sources.map { .string($0) }), "lastAt": .string(lastAt.rfc3339), "detail": .string(fault.detail),
            "sample": ["pointer": .string(pointer), "wanted": .string(wanted), "shape": .string(shape)],
        ]
    }
}
