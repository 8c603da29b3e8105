import CommonModels
import ConsoleKit
import ProfileDomain

extension FieldMask {
    /// A fault of an event as the reader may see it: the form of a hidden field's value is told no more than the value.
    ///
    /// - Parameter name: of the event, or its type where it has none.
    func fault(_ fault: PlanJudgement.Fault, type: CustomerEventType, name: String) -> PlanJudgement.Fault {
        if readsEverything || fault.fault.shape.isEmpty || !hides(fault.fault.pointer, type, name) { return fault }
        let told = fault.fault
        return PlanJudgement.Fault(
            rule: fault.rule, mode: fault.mode,
            fault: SchemaFault(pointer: told.pointer, place: told.place, keyword: told.keyword, wanted: told.wanted, shape: ""))
    }

    /// Whether a place of a call, or whatever it stands in, is hidden. A name told by its form could be any, so it is.
    private func hides(_ pointer: String, _ type: CustomerEventType, _ name: String) -> Bool {
        // Before the fields stands `properties` or `traits`.
        let members = pointer.split(separator: "/").dropFirst()
        var path: [String] = []
        for member in members {
            guard ValueShape.isPlain(member) else { return true }
            // Elements of an array are the field the array is.
            if member.allSatisfy(\.isWholeNumber) { continue }
            path.append(String(member))
            if hides(Self.field(path, type, name)) { return true }
        }
        return false
    }

    private static func field(_ path: [String], _ type: CustomerEventType, _ name: String) -> DataField {
        switch type {
        case .identify: DataField(.trait, path.joined(separator: "."))
        case .group: DataField(.trait, ([GroupDirectory.fieldName(path[0])] + path.dropFirst()).joined(separator: "."))
        case .track, .page, .screen, .alias: DataField(.event, ([name] + path).joined(separator: "."))
        }
    }
}
