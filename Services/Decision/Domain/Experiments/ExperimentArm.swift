package import CommonModels
import OrderedCollections

/// One variation of an experiment.
package struct ExperimentArm: Hashable, Sendable {
    package let key: String
    package let name: BilingualName?
    /// Share of the experiment's people, 0…1; an experiment's weights sum to 1.
    package let weight: Double
    package let treatment: ArmTreatment

    package init(key: String, name: BilingualName? = nil, weight: Double, treatment: ArmTreatment) {
        self.key = key
        self.name = name
        self.weight = weight
        self.treatment = treatment
    }

    package var json: JSONValue {
        var object: JSONObject = ["key": .string(key)]
        if let name { object["name"] = name.json }
        object["weight"] = .number(weight)
        object["treatment"] = treatment.json
        return .object(object)
    }

    package static func read(_ value: JSONValue, at pointer: String) -> (ExperimentArm?, [FieldProblem]) {
        var reader = DocumentReader(value, at: pointer)
        let key = reader.key()
        let name = reader.value("name").map { BilingualName.read($0, at: reader.place(of: "name")) }
        let weight = reader.number("weight", in: 0...1, default: 0)
        let treatment = reader.value("treatment").map { ArmTreatment.read($0, at: reader.place(of: "treatment")) }
        reader.absorb((name?.1 ?? []) + (treatment?.1 ?? []))
        reader.closeUnknown()
        guard let key, reader.problems.isEmpty else { return (nil, reader.problems) }
        return (ExperimentArm(key: key, name: name?.0, weight: weight, treatment: treatment?.0 ?? .ranking), [])
    }
}
