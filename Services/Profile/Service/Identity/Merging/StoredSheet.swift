import CommonModels
import ProfileDomain
import StorageKit

/// A sheet of traits as JSON text, with everything that is needed to put it back:
/// `[{"name":…,"kind":…,"value":…,"at":…,"source":…,…},…]`.
///
/// Every order of a person reads and writes one, so it is done in one pass, without a tree between.
enum StoredSheet {
    static func text(_ statements: [TraitKey: TraitStatement]) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(2 + 192 * statements.count)
        var separator = UInt8(ascii: "[")
        for (key, statement) in statements {
            bytes.append(separator)
            separator = UInt8(ascii: ",")
            write(statement, of: key, into: &bytes)
        }
        if statements.isEmpty { bytes.append(separator) }
        bytes.append(UInt8(ascii: "]"))
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Statements that are made room for at once.
    private static let usualCount = 16

    /// - Throws: ``StorageError/malformed(_:)``; nothing of it is passed over.
    static func statements(_ text: String) throws(StorageError) -> [TraitKey: TraitStatement] {
        do throws(JSONParseError) {
            return try JSONReader.read(text) { reader throws(JSONParseError) in
                var statements: [TraitKey: TraitStatement] = [:]
                statements.reserveCapacity(usualCount)
                try reader.readArray { reader throws(JSONParseError) in
                    let (key, statement) = try readStatement(from: &reader)
                    statements[key] = statement
                }
                return statements
            }
        } catch {
            throw .malformed("the sheet of a person: \(error)")
        }
    }

    private static func write(_ statement: TraitStatement, of key: TraitKey, into bytes: inout [UInt8]) {
        bytes.append(contentsOf: "{\"name\":".utf8)
        JSONValue.write(key.name, into: &bytes)
        bytes.append(contentsOf: ",\"kind\":".utf8)
        JSONValue.write(key.kind.rawValue, into: &bytes)
        bytes.append(UInt8(ascii: ","))
        write(statement.value, statement.at, statement.source, into: &bytes)
        if case .branch = statement.tree { write("ages", statement.tree.ages, into: &bytes) }
        if let confidence = statement.confidence { write("confidence", .number(confidence), into: &bytes) }
        if let reason = statement.reason { write("reason", .string(reason), into: &bytes) }
        if let previous = statement.previous { write("previous", previous, into: &bytes) }
        if let overruled = statement.overruled { write("overruled", overruled, into: &bytes) }
        bytes.append(UInt8(ascii: "}"))
    }

    private static func write(_ value: JSONValue, _ at: Instant, _ source: String, into bytes: inout [UInt8]) {
        bytes.append(contentsOf: "\"value\":".utf8)
        value.write(into: &bytes)
        bytes.append(contentsOf: ",\"at\":\"".utf8)
        at.writeRFC3339(into: &bytes)
        bytes.append(contentsOf: "\",\"source\":".utf8)
        JSONValue.write(source, into: &bytes)
    }

    private static func write(_ name: StaticString, _ value: JSONValue, into bytes: inout [UInt8]) {
        writeName(name, into: &bytes)
        value.write(into: &bytes)
    }

    private static func write(_ name: StaticString, _ past: TraitPast, into bytes: inout [UInt8]) {
        writeName(name, into: &bytes)
        bytes.append(UInt8(ascii: "{"))
        write(past.value, past.at, past.source, into: &bytes)
        bytes.append(UInt8(ascii: "}"))
    }

    private static func writeName(_ name: StaticString, into bytes: inout [UInt8]) {
        bytes.append(contentsOf: ",\"".utf8)
        name.withUTF8Buffer { bytes.append(contentsOf: $0) }
        bytes.append(contentsOf: "\":".utf8)
    }

    private static func readStatement(from reader: inout JSONReader) throws(JSONParseError) -> (TraitKey, TraitStatement) {
        var (name, kind): (String?, TraitKind?) = (nil, nil)
        var (word, ages, confidence, reason): (Word, JSONValue?, Double?, String?) = (Word(), nil, nil, nil)
        var (previous, overruled): (TraitPast?, TraitPast?) = (nil, nil)
        try reader.readObject { member, hasEscapes, reader throws(JSONParseError) in
            let member = try reader.memberName(member, hasEscapes: hasEscapes)
            // A value may be null; elsewhere it says nothing.
            if member != "value", try reader.takeNull() { return }
            switch member {
            case "name": name = try reader.readString()
            case "kind": kind = TraitKind(rawValue: try reader.readString())
            case "ages": ages = try reader.readValue()
            case "confidence": confidence = try reader.readDouble()
            case "reason": reason = try reader.readString()
            case "previous": previous = try readPast(from: &reader)
            case "overruled": overruled = try readPast(from: &reader)
            default: try word.read(member, from: &reader)
            }
        }
        guard let name, let kind, let (value, at, source) = word.whole else { throw reader.fault(.unexpectedEnd) }
        var tree = TraitTree.leaf(value, at.microseconds)
        if let ages {
            guard let aged = TraitTree(value: value, ages: ages) else { throw reader.fault(.unexpectedByte) }
            tree = aged
        }
        let statement = TraitStatement(
            tree: tree, at: at, source: source, confidence: confidence, reason: reason, previous: previous, overruled: overruled)
        return (TraitKey(name, kind), statement)
    }

    private static func readPast(from reader: inout JSONReader) throws(JSONParseError) -> TraitPast {
        var word = Word()
        try reader.readObject { member, hasEscapes, reader throws(JSONParseError) in
            try word.read(try reader.memberName(member, hasEscapes: hasEscapes), from: &reader)
        }
        guard let (value, at, source) = word.whole else { throw reader.fault(.unexpectedEnd) }
        return TraitPast(value: value, at: at, source: source)
    }

    /// What a statement and its past have in common.
    private struct Word {
        private var value: JSONValue?
        private var at: Instant?
        private var source: String?

        /// Nil where one of them was not written.
        var whole: (value: JSONValue, at: Instant, source: String)? {
            guard let value, let at, let source else { return nil }
            return (value, at, source)
        }

        mutating func read(_ member: String, from reader: inout JSONReader) throws(JSONParseError) {
            switch member {
            case "value": value = try reader.readValue()
            case "at":
                let (range, _) = try reader.skipString()
                at = Instant(rfc3339Bytes: UnsafeBufferPointer(rebasing: reader.bytes[range]))
                if at == nil { throw reader.fault(.invalidString) }
            case "source": source = try reader.readString()
            default: throw reader.fault(.unexpectedByte)
            }
        }
    }
}
