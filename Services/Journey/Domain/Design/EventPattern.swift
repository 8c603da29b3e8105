package import CommonModels

/// "This event, with these properties".
package struct EventPattern: Hashable, Sendable {
    package static let nameLengthMax = 200  // characters
    package let name: String
    package let tests: [PropertyTest]

    package init(name: String, tests: [PropertyTest] = []) {
        self.name = name
        self.tests = tests
    }

    package func matches(name: String, properties: JSONObject) -> Bool {
        name == self.name && tests.allSatisfy { $0.matches(properties) }
    }

    package var json: JSONObject {
        var object: JSONObject = ["event": .string(name)]
        if !tests.isEmpty { object["where"] = .array(tests.map(\.json)) }
        return object
    }
}
