import CommonModels
import HTTPTypes
import ImportKit
import ProfileDomain
package import ServiceKit

extension ImportFault: ProblemConvertible {
    package var problem: Problem {
        switch self {
        case .fileNotFound: .notFound("import file")
        case .importNotFound: .notFound("import")
        case .mappingNotFound: .notFound("import mapping")
        case .fileIncomplete(let received, let bytes):
            .conflict("Of the file's \(bytes) bytes only \(received) were received.", type: "file-incomplete")
        case .wrongOffset(let received):
            Problem(
                type: "wrong-offset", status: .conflict, title: "The piece does not follow what was received",
                detail: "Go on at byte \(received).", extensions: ["receivedBytes": .integer(received)])
        case .tooManyBytes(let bytes):
            Problem(
                type: "too-many-bytes", status: .conflict, title: "The file is longer than it was said to be",
                detail: "It was said to have \(bytes) bytes.")
        case .fileInUse: .conflict("An import that is not over reads the file.", type: "file-in-use")
        case .tooManyFiles(let max): .conflict("There are \(max) files already; remove some.", type: "file-limit")
        case .tooManyBytesInAll(let kept, let max):
            Problem(
                type: "file-total-limit", status: .conflict, title: "The files take too much together",
                detail: "Files of \(kept) bytes are kept, and all of them may have \(max). Remove some.",
                extensions: ["keptBytes": .integer(kept), "bytesMax": .integer(max)])
        case .tooManyMappings(let max): .conflict("There are \(max) mappings already.", type: "mapping-limit")
        case .tooManyImports(let max): .conflict("\(max) imports are not over yet; wait, or cancel some.", type: "import-limit")
        case .notAllowedNow(let phase, let order):
            .conflict("An import that is \(phase.rawValue) cannot be told to \(order.rawValue).", type: "import-state")
        case .mappingMissing:
            .validation([Problem.Fault("is needed; only JSON Lines of events can do without", pointer: "/mapping")])
        }
    }
}

extension MappingProblem {
    /// As a fault of a body.
    var fault: Problem.Fault { Problem.Fault(line > 0 ? "\(detail) (line \(line))" : detail, pointer: pointer) }
}
