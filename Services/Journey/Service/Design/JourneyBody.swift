import CommonModels
import JourneyDomain
import ServiceKit

/// The body of creating and editing: `{"key", "name": {"ko", "en"} or text, "document"}`.
struct JourneyBody: Sendable {
    let key: JourneyKey?
    let name: JourneyName?
    let document: JSONValue?

    /// - Throws: ``Problem/validation(_:)``
    init(_ json: JSONValue, isNew: Bool) throws {
        guard let object = json.objectValue else { throw Problem.validation([Problem.Fault("must be an object", pointer: "")]) }
        var faults = object.keys.filter { !["key", "name", "document"].contains($0) }.map {
            Problem.Fault("unknown member", pointer: "/\($0)")
        }
        key = object["key"]?.stringValue.flatMap(JourneyKey.init)
        if key == nil, isNew || object["key"] != nil {
            faults.append(Problem.Fault("must be 1 to \(JourneyKey.lengthMax) of a-z, 0-9 and -", pointer: "/key"))
        }
        let text = object["name"]?.stringValue
        name = JourneyName(ko: text ?? object["name"]?["ko"]?.stringValue, en: text ?? object["name"]?["en"]?.stringValue)
        if name == nil, isNew || object["name"] != nil {
            faults.append(Problem.Fault("must be a text or {ko, en}, each 1 to \(JourneyName.lengthMax) characters", pointer: "/name"))
        }
        document = object["document"]
        if let document, document.objectValue == nil { faults.append(Problem.Fault("must be an object", pointer: "/document")) }
        if !faults.isEmpty { throw Problem.validation(faults) }
    }

    func requiredKey() throws -> JourneyKey {
        guard let key else { throw Problem.validation([Problem.Fault("is required", pointer: "/key")]) }
        return key
    }

    func requiredName() throws -> JourneyName {
        guard let name else { throw Problem.validation([Problem.Fault("is required", pointer: "/name")]) }
        return name
    }
}
