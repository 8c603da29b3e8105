import CommonModels
import DemoData

/// An installation that is already up, reached through its one origin. The demo is loaded into it once, while it is empty.
struct DemoInstallation: Sendable {
    struct Unfit: Error, CustomStringConvertible {
        let description: String
    }

    private static let keyLimit = Duration.seconds(60)

    let origin: String

    /// Everything of a service stands under `/api/<service>/`.
    var urls: [ServiceName: String] {
        Dictionary(uniqueKeysWithValues: ServiceName.allCases.map { ($0, "\(origin)/api/\($0.rawValue)") })
    }

    /// Waits until every service takes the demo's new key, then looks whether the demo's truths can hold here.
    /// - Throws: ``Unfit`` if there are people already, or another share of them is held out than in the synthetic year.
    func check(_ api: DemoAPI) async throws {
        for service in ServiceName.allCases {
            _ = try await DemoWait.until("\(service.rawValue) taking the demo's key", within: Self.keyLimit) {
                try? await api.text(service, "/openapi.yaml")
            }
        }
        let people = try await api.get(.profile, "/v1/profiles/counts")["living"]?.intValue ?? -1
        guard people == 0 else { throw Unfit(description: "\(origin) holds \(people) people; the demo needs an empty installation") }
        let share = try await api.get(.decision, "/v1/holdout")["share"]?.doubleValue
        guard share == DemoYear.holdoutShare else {
            throw Unfit(description: "\(origin) needs MARU_HOLDOUT_SHARE=\(DemoYear.holdoutShare), as the synthetic year has it")
        }
    }
}
