import CommonModels
import Foundation

/// A case of the public golden-liquid suite. The file stays outside the repository.
struct GoldenCase: Sendable {
    let name: String
    let template: String
    let data: JSONObject
    let partials: [String: String]
    /// Any of these outputs is right; empty when the template must be refused.
    let results: [String]

    /// The cases of `liquid/golden_liquid_part.json` in the data folder, or nil when there is none.
    static func load() throws -> [GoldenCase]? {
        let folder = ProcessInfo.processInfo.environment["MARU_SHARED_DATA"].map { URL(fileURLWithPath: $0) } ?? besideCheckout
        guard let bytes = try? Data(contentsOf: folder.appending(path: "liquid/golden_liquid_part.json")) else { return nil }
        let document = try JSONValue(parsing: [UInt8](bytes))
        return (document["tests"]?.arrayValue ?? []).map { test in
            GoldenCase(
                name: test["name"]?.stringValue ?? "", template: test["template"]?.stringValue ?? "",
                data: test["data"]?.objectValue ?? [:],
                partials: Dictionary(
                    (test["templates"]?.objectValue ?? [:]).map { ($0.key, $0.value.stringValue ?? "") }, uniquingKeysWith: { $1 }),
                results: test["result"]?.stringValue.map { [$0] } ?? (test["results"]?.arrayValue ?? []).compactMap(\.stringValue))
        }
    }

    /// `../shared/data` beside the checkout.
    private static var besideCheckout: URL {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "shared/data")
    }
}
