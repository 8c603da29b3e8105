import CommonModels
import Foundation

extension LiquidFilters {
    static let encodings: [String: LiquidFilter] = [
        "escape": LiquidFilter(0...0) { value, _, _ in .markup(LiquidText.escaped(value.text)) },
        "escape_once": LiquidFilter(0...0) { value, _, _ in .markup(MarkupText.escapedOnce(value.text)) },
        "raw": LiquidFilter(0...0) { value, _, _ in .markup(value.text) },
        "json": LiquidFilter(0...0) { value, _, _ in .string(value.json.serialized) },
        "url_encode": .text(urlEncoded),
        "url_decode": .text(urlDecoded),
        "base64_encode": .text { Data($0.utf8).base64EncodedString() },
        "base64_decode": LiquidFilter(0...0) { value, arguments, _ in try decoded(value, arguments) { $0 } },
        "base64_url_safe_encode": .text {
            Data($0.utf8).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
        },
        "base64_url_safe_decode": LiquidFilter(0...0) { value, arguments, _ in
            try decoded(value, arguments) { $0.replacing("-", with: "+").replacing("_", with: "/") }
        },
    ]

    private static func decoded(_ value: LiquidValue, _ arguments: FilterArguments, _ prepare: (String) -> String) throws -> LiquidValue {
        if value.isNull { return .string("") }
        guard let text = value.stringValue, let data = Data(base64Encoded: prepare(text)),
            let result = String(validating: data, as: UTF8.self)
        else {
            throw LiquidError(.argument, "filter '\(arguments.name)' needs base64 text")
        }
        return .string(result)
    }

    private static func urlEncoded(_ text: String) -> String {
        var output = ""
        for byte in text.utf8 {
            switch byte {
            case 48...57, 65...90, 97...122, UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "*"):
                output.unicodeScalars.append(Unicode.Scalar(byte))
            case 32: output += "+"
            default: output += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }
        return output
    }

    private static func urlDecoded(_ text: String) throws -> String {
        var bytes: [UInt8] = []
        let source = Array(text.utf8)
        var index = 0
        while index < source.count {
            if source[index] == UInt8(ascii: "%"), index + 2 < source.count,
                let byte = UInt8(String(decoding: source[(index + 1)...(index + 2)], as: UTF8.self), radix: 16)
            {
                bytes.append(byte)
                index += 3
            } else {
                bytes.append(source[index] == UInt8(ascii: "+") ? 32 : source[index])
                index += 1
            }
        }
        guard let result = String(validating: bytes, as: UTF8.self) else {
            throw LiquidError(.argument, "filter 'url_decode' needs UTF-8 text")
        }
        return result
    }
}
