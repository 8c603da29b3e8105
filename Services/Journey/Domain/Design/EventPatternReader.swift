import CommonModels

/// Reads `event` and `where`, the fields entry and goal share; a signal calls the first one `name`.
enum EventPatternReader {
    static func read(_ reader: inout DocumentReader, field: String = "event") -> EventPattern? {
        let name = reader.text(field, lengthMax: EventPattern.nameLengthMax)
        guard let list = reader.value("where") else { return name.map { EventPattern(name: $0) } }
        guard let elements = list.arrayValue, elements.count <= PropertyTest.countMax else {
            reader.report(.wrongType, "where", "an array of at most \(PropertyTest.countMax) property tests")
            return nil
        }
        var tests: [PropertyTest] = []
        for (index, element) in elements.enumerated() {
            let pointer = reader.path("where") + "/\(index)"
            guard let object = element.objectValue else {
                reader.add([JourneyIssue(.wrongType, at: pointer, node: reader.node, value: "an object with property and one comparison")])
                continue
            }
            var part = DocumentReader(object, at: pointer, node: reader.node)
            let test = test(&part)
            reader.add(part.finish())
            if let test { tests.append(test) }
        }
        guard let name, tests.count == elements.count else { return nil }
        return EventPattern(name: name, tests: tests)
    }

    private static func test(_ part: inout DocumentReader) -> PropertyTest? {
        let property = part.text("property", lengthMax: 120)
        let found = ["is", "isNot", "isOneOf", "atLeast", "atMost", "exists"].filter { part.has($0) }
        guard found.count == 1, let field = found.first, let value = part.value(field) else {
            part.report(.badValue, nil, "exactly one of is, isNot, isOneOf, atLeast, atMost, exists")
            return nil
        }
        guard let comparison = comparison(field, value) else {
            part.report(.wrongType, field, field == "isOneOf" ? "an array" : field == "exists" ? "true or false" : "a number")
            return nil
        }
        return property.map { PropertyTest(property: $0, comparison: comparison) }
    }

    private static func comparison(_ field: String, _ value: JSONValue) -> PropertyTest.Comparison? {
        switch field {
        case "is": .equals(value)
        case "isNot": .isNot(value)
        case "isOneOf": value.arrayValue.map { .isOneOf($0) }
        case "atLeast": value.doubleValue.map { .atLeast($0) }
        case "atMost": value.doubleValue.map { .atMost($0) }
        case _: value.boolValue.map { .exists($0) }
        }
    }
}
