package import CommonModels

/// One entry of the tracking plan: what calls of a kind and name must look like, and what becomes of those that do not.
package struct PlanEntry: Hashable, Sendable {
    package static let entriesMax = 1_000
    package static let descriptionLengthMax = 500  // characters
    /// Of the documents of all entries together: the writer compiles them anew after every change.
    package static let planLengthMax = 4_194_304  // characters

    package let rule: PlanRule
    package let mode: PlanMode
    package let description: String
    package let schema: JSONSchema

    package init(rule: PlanRule, mode: PlanMode, description: String = "", schema: JSONSchema) {
        self.rule = rule
        self.mode = mode
        self.description = description
        self.schema = schema
    }

    /// `{kind, name, mode, description?, schema}`; `kind` and `name` may be left out where the address says them.
    /// - Throws: ``DocumentFaults``.
    package init(json: JSONValue, rule given: PlanRule? = nil) throws(DocumentFaults) {
        guard let members = json.objectValue else { throw DocumentFaults([.init("", "must be an object")]) }
        var faults: [DocumentFaults.Fault] = []
        let rule = Self.rule(members, given, &faults)
        let mode = members["mode"]?.stringValue.flatMap { PlanMode(rawValue: $0) }
        if mode == nil { faults.append(.init("/mode", "must be one of " + PlanMode.allCases.map(\.rawValue).joined(separator: ", "))) }
        let description = members["description"].map(\.stringValue) ?? ""
        if (description?.count ?? .max) > Self.descriptionLengthMax {
            faults.append(.init("/description", "must be a text of at most \(Self.descriptionLengthMax) characters"))
        }
        let known = ["kind", "name", "mode", "description", "schema", "version", "updatedAt"]
        for name in members.keys where !known.contains(name) { faults.append(.init("/" + SchemaReader.escaped(name), "is not known")) }
        var schema: JSONSchema?
        do throws(DocumentFaults) {
            guard let document = members["schema"] else { throw DocumentFaults([.init("", "is required")]) }
            schema = try JSONSchema(document)
        } catch {
            faults += error.faults.map { .init("/schema" + $0.pointer, $0.detail) }
        }
        guard faults.isEmpty, let rule, let mode, let description, let schema else { throw DocumentFaults(faults) }
        self.init(rule: rule, mode: mode, description: description, schema: schema)
    }

    private static func rule(_ members: JSONObject, _ given: PlanRule?, _ faults: inout [DocumentFaults.Fault]) -> PlanRule? {
        let kind = members["kind"].map { $0.stringValue.flatMap { PlanRule.Kind(rawValue: $0) } } ?? given?.kind
        let name = members["name"].map(\.stringValue) ?? given?.name
        guard let kind else {
            faults.append(.init("/kind", "must be one of " + PlanRule.Kind.allCases.map(\.rawValue).joined(separator: ", ")))
            return nil
        }
        guard let name else {
            faults.append(.init("/name", "must be a text"))
            return nil
        }
        do throws(DocumentFaults) {
            let rule = try PlanRule(kind, name)
            if let given, given != rule { faults.append(.init("", "is of another kind or name than its address")) }
            return rule
        } catch {
            faults += error.faults
            return nil
        }
    }

    /// The document form, which ``init(json:rule:)`` reads back.
    package var json: JSONValue {
        var members: JSONObject = ["kind": .string(rule.kind.rawValue), "name": .string(rule.name), "mode": .string(mode.rawValue)]
        if !description.isEmpty { members["description"] = .string(description) }
        members["schema"] = schema.document
        return .object(members)
    }
}
