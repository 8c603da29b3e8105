import CommonModels
import Hummingbird
import RuleKit
import SegmentDomain
import ServiceKit

/// The body of a new segment, or the fields of its form, with every fault found at once.
struct SegmentDraft {
    let key: SegmentKey
    let name: SegmentName
    let rule: Rule

    /// - Throws: a validation problem with a pointer for each fault.
    init(_ json: JSONValue) throws {
        guard let members = json.objectValue else { throw Problem.validation([.init("must be an object", pointer: "")]) }
        var faults = members.keys.filter { !["key", "name", "rule"].contains($0) }.map {
            Problem.Fault("“\($0)” is not known here", pointer: "/\($0)")
        }
        let key = members["key"]?.stringValue.flatMap { SegmentKey($0) }
        if key == nil {
            faults.append(.init("must be 1 to \(SegmentKey.lengthMax) of a-z, 0-9 and -, starting with a letter", pointer: "/key"))
        }
        let name = SegmentName(ko: json["name"]?["ko"]?.stringValue ?? "", en: json["name"]?["en"]?.stringValue ?? "")
        if name == nil { faults.append(.init("must have ko and en of 1 to \(SegmentName.lengthMax) characters", pointer: "/name")) }
        var rule: Rule?
        do throws(RuleProblems) {
            rule = try Rule(json: members["rule"] ?? .null)
        } catch {
            faults += error.faults(below: "/rule")
        }
        guard let key, let name, let rule, faults.isEmpty else { throw Problem.validation(faults) }
        self.key = key
        self.name = name
        self.rule = rule
    }
}

extension RuleProblems {
    /// Pointers of the rule, set below the member that holds it.
    func faults(below pointer: String) -> [Problem.Fault] { problems.map { Problem.Fault($0.detail, pointer: pointer + $0.pointer) } }
}

extension Request {
    /// The member `rule` of the body.
    /// - Throws: a validation problem with a pointer for each fault.
    func rule(_ context: ServiceContext) async throws -> Rule {
        let body = try await jsonValue(context)
        do throws(RuleProblems) {
            return try Rule(json: body["rule"] ?? .null)
        } catch {
            throw Problem.validation(error.faults(below: "/rule"))
        }
    }
}
