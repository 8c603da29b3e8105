import CommonModels
import Hummingbird

/// Refuses the character U+0000, which no database of ours can hold as text.
enum NULCheck {
    /// - Throws: ``Problem/badRequest(_:errors:)`` if path or query hold one.
    static func check(_ request: Request) throws {
        guard let address = request.head.path, address.utf8.contains(UInt8(ascii: "%")), address.contains("%00") else { return }
        throw Problem.badRequest("The address must not hold the character U+0000.")
    }

    /// - Throws: ``Problem/badRequest(_:errors:)`` if a form holds one.
    static func check(form text: String) throws {
        guard !text.contains("%00"), !text.utf8.contains(0) else {
            throw Problem.badRequest("The form must not hold the character U+0000.")
        }
    }

    /// - Parameter bytes: the text `json` was read from; only a text that writes the character is walked.
    /// - Throws: ``Problem/validation(_:)`` naming every string and member name that holds one.
    static func check(_ json: JSONValue, from bytes: [UInt8]) throws {
        guard bytes.containsEscapedNUL else { return }
        var faults: [Problem.Fault] = []
        collect(json, at: "", into: &faults)
        if !faults.isEmpty { throw Problem.validation(faults) }
    }

    private static func collect(_ json: JSONValue, at pointer: String, into faults: inout [Problem.Fault]) {
        switch json {
        case .string(let text): if text.utf8.contains(0) { faults.append(fault(at: pointer)) }
        case .array(let items): for (index, item) in items.enumerated() { collect(item, at: "\(pointer)/\(index)", into: &faults) }
        case .object(let members):
            for (name, value) in members {
                if name.utf8.contains(0) { faults.append(fault(at: pointer)) }
                collect(value, at: pointer + DecodingFault.pointer(to: name.replacing("\0", with: "")), into: &faults)
            }
        case .null, .bool, .integer, .number: break
        }
    }

    private static func fault(at pointer: String) -> Problem.Fault {
        Problem.Fault("must not hold the character U+0000", pointer: pointer)
    }
}

extension [UInt8] {
    /// Whether `\u0000` stands anywhere, be it after an escaped backslash: the walk over the tree knows better.
    fileprivate var containsEscapedNUL: Bool {
        let wanted = Array("u0000".utf8)
        var start = startIndex
        while let slash = self[start...].firstIndex(of: UInt8(ascii: "\\")) {
            if self[(slash + 1)...].starts(with: wanted) { return true }
            start = slash + 1
        }
        return false
    }
}
