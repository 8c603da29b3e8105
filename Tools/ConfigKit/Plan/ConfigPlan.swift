/// What has to happen so that the services have what files say.
package struct ConfigPlan: Sendable {
    package let changes: [ConfigChange]

    package var effective: [ConfigChange] { changes.filter(\.isEffective) }
    package var isEmpty: Bool { effective.isEmpty }

    /// The plan in lines: each change with its differences, then how many objects there are of each sort.
    package var text: String {
        var lines: [String] = []
        for change in changes {
            switch change.action {
            case .create: lines.append("create  \(change.title)  (\(change.file?.path ?? ""))")
            case .change(let differences):
                lines.append("change  \(change.title)  (\(change.file?.path ?? ""))")
                lines += differences.map { "        \($0)" }
            case .delete: lines.append("delete  \(change.title)")
            case .stays: lines.append("stays   \(change.title)  (no file; its service does not take it away)")
            case .unchanged: break
            }
        }
        func count(_ isCounted: (ConfigChange.Action) -> Bool) -> Int { changes.count { isCounted($0.action) } }
        let creates = count { $0 == .create }
        let deletes = count { $0 == .delete }
        let unchanged = count { $0 == .unchanged }
        lines.append("\(creates) to create, \(effective.count - creates - deletes) to change, \(deletes) to delete, \(unchanged) unchanged")
        return lines.joined(separator: "\n")
    }
}
