package import Configuration
import Foundation

/// The providers of settings: the environment first, then the YAML file that `MARU_CONFIG` names.
package enum ServiceConfiguration {
    /// - Throws: if the file cannot be read as YAML.
    package static func reader() async throws -> ConfigReader {
        let environment = EnvironmentVariablesProvider()
        guard let path = ConfigReader(provider: environment).string(forKey: "maru.config"), !path.isEmpty else {
            return ConfigReader(provider: environment)
        }
        let location = InMemoryProvider(values: ["filePath": ConfigValue(.string(path), isSecret: false)])
        let file = try await FileProvider<YAMLSnapshot>(config: ConfigReader(provider: location))
        return ConfigReader(providers: [environment, file])
    }

    /// Settings given as environment variables, for tests and tools.
    package static func reader(variables: [String: String]) -> ConfigReader {
        ConfigReader(provider: EnvironmentVariablesProvider(environmentVariables: variables))
    }
}
