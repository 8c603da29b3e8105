package import CommonModels

/// A schema in the supported part of JSON Schema 2020-12 (<https://json-schema.org/draft/2020-12>), compiled once.
///
/// Assertions: `type enum const minimum exclusiveMinimum maximum exclusiveMaximum multipleOf minLength maxLength pattern format
/// items minItems maxItems uniqueItems properties required additionalProperties minProperties maxProperties allOf anyOf oneOf
/// not`, `true` and `false`; `$ref` to `#` and `#/$defs/name`. Annotations are kept and mean nothing. Any other keyword is
/// refused with its pointer. `format` asserts; `pattern` is what ``TextPattern`` reads.
package struct JSONSchema: Hashable, Sendable {
    /// As it was written.
    package let document: JSONValue
    let nodes: [SchemaNode]

    /// - Throws: ``DocumentFaults`` with pointers into the document.
    package init(_ document: JSONValue) throws(DocumentFaults) {
        let nodes = try SchemaReader.nodes(of: document)
        let root = nodes[0].parts
        memberNames = root.propertyNames + root.required.filter { root.properties[$0] == nil }
        self.nodes = nodes
        self.document = document
    }

    /// What of `value` does not fit; at most ``SchemaLimits/faultsMax``, in the order of the schema.
    package func faults(in value: JSONValue) -> [SchemaFault] {
        var steps = Int.max
        return faults(in: value, steps: &steps)
    }

    /// - Parameter steps: goes down by the work done, at most ``SchemaLimits/stepsMax`` a value; whoever checks many stops at 0.
    package func faults(in value: JSONValue, steps: inout Int) -> [SchemaFault] {
        var check = SchemaCheck(nodes)
        check.check(value, against: 0)
        steps -= check.steps
        return check.outcome
    }

    package func fits(_ value: JSONValue) -> Bool { faults(in: value).isEmpty }

    /// Names of the members the schema itself speaks of: `properties` and `required`.
    package let memberNames: [String]

    package static func == (left: JSONSchema, right: JSONSchema) -> Bool { left.document == right.document }

    package func hash(into hasher: inout Hasher) { hasher.combine(document) }
}
