/// One thing wrong with a document, and where.
package struct ConfigFault: Hashable, Sendable {
    /// JSON Pointer (RFC 6901) into the document.
    package let pointer: String
    package let detail: String

    package init(_ pointer: String, _ detail: String) {
        self.pointer = pointer
        self.detail = detail
    }

    /// The same fault of a part that stands at `pointer`.
    package func below(_ pointer: String) -> ConfigFault { ConfigFault(pointer + self.pointer, detail) }
}

/// Everything wrong with one document.
package struct ConfigFaults: Error, Hashable, Sendable {
    package let faults: [ConfigFault]

    package init(_ faults: [ConfigFault]) { self.faults = faults }
    package init(_ pointer: String, _ detail: String) { self.init([ConfigFault(pointer, detail)]) }
}

/// A fault and the file it is in.
package struct ConfigProblem: Hashable, Sendable, CustomStringConvertible {
    package let file: String
    package let fault: ConfigFault

    package init(file: String, _ fault: ConfigFault) {
        self.file = file
        self.fault = fault
    }

    package var description: String {
        fault.pointer.isEmpty ? "\(file): \(fault.detail)" : "\(file): \(fault.pointer): \(fault.detail)"
    }
}

/// Why a folder is not read, or not carried out.
package enum ConfigError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Nothing was changed.
    case refused([ConfigProblem])
    case unreadable(path: String, reason: String)
    /// A service said no. What stands before it in the plan is done.
    case stopped(change: String, file: String?, reason: String, done: Int)
    case unreachable(service: String, reason: String)

    package var description: String {
        switch self {
        case .refused(let problems): problems.map(\.description).joined(separator: "\n") + "\nNothing was changed."
        case .unreadable(let path, let reason): "\(path): \(reason)"
        case .stopped(let change, let file, let reason, let done):
            "\(file.map { "\($0): " } ?? "")\(change): \(reason)\n\(done) changes were made before it; the same command goes on from here."
        case .unreachable(let service, let reason): "\(service) does not answer: \(reason)"
        }
    }
}
