package import Foundation

/// The `openapi.yaml` that travels beside a service's executable as its resource.
package enum PublishedContract {
    /// - Parameter bundle: the service's own, `.module`.
    /// - Returns: the text; empty when the executable was copied without its resources, which `/readyz` then says.
    package static func text(in bundle: Bundle) -> String {
        guard let url = bundle.url(forResource: "openapi", withExtension: "yaml") else { return "" }
        return (try? String(contentsOf: url, encoding: .utf8)) ?? ""
    }
}
