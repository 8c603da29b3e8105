package import CommonModels
import OrderedCollections

extension Experiment: CatalogueDocument {
    package static var kind: String { "experiment" }
    package var statusName: String { status.rawValue }

    package init(id: ExperimentID, json: JSONValue) throws(DocumentProblems) {
        var reader = DocumentReader(json)
        let key = reader.key()
        if key == GlobalHoldout.key { reader.reject("key", "is reserved for the global holdout") }
        let name = reader.required("name").map { BilingualName.read($0, at: "/name") }
        let hypothesis = reader.text("hypothesis", max: 1_000, required: false)
        let placement = reader.key("placement")
        let seed = reader.text("seed", max: 64, required: false)
        let hashAttribute: HashAttribute? = reader.choice("hashAttribute", default: .userId)
        let coverage = reader.number("coverage", in: 0...1, default: 1)
        let arms = reader.array("arms", max: Experiment.armsRange.upperBound, ExperimentArm.read)
        let status: ExperimentStatus? = reader.choice("status", default: .draft)
        reader.absorb(name?.1 ?? [])
        if reader.problems.isEmpty { Experiment.check(arms, in: &reader) }
        try reader.finish()
        guard let key, let name = name?.0, let placement, let hashAttribute, let status else { throw DocumentProblems(reader.problems) }
        self.init(
            id: id, key: key, name: name, hypothesis: hypothesis, placement: placement, seed: seed ?? key, hashAttribute: hashAttribute,
            coverage: coverage, arms: arms, status: status)
    }

    package var json: JSONValue {
        var object: JSONObject = ["key": .string(key), "name": name.json]
        if let hypothesis { object["hypothesis"] = .string(hypothesis) }
        object["placement"] = .string(placement)
        object["seed"] = .string(seed)
        object["hashAttribute"] = .string(hashAttribute.rawValue)
        object["coverage"] = .number(coverage)
        object["arms"] = .array(arms.map(\.json))
        object["status"] = .string(status.rawValue)
        return .object(object)
    }

    private static func check(_ arms: [ExperimentArm], in reader: inout DocumentReader) {
        if arms.count < armsRange.lowerBound { reader.reject("arms", "must have at least \(armsRange.lowerBound) arms") }
        if Set(arms.map(\.key)).count != arms.count { reader.reject("arms", "must have distinct keys") }
        let sum = arms.reduce(0) { $0 + $1.weight }
        if abs(sum - 1) > weightTolerance { reader.reject("arms", "must have weights that sum to 1") }
    }
}
