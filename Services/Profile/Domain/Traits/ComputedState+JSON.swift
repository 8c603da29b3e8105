package import CommonModels

/// The stored form, one short object, members that say nothing left out:
/// `{"n":count,"s":"sum in millionths","e":[time,edge],"o":oldest,"f":true,"t":[[value,count,latest],…]}`, times in microseconds.
extension ComputedState {
    /// Appends the text.
    package func write(into bytes: inout [UInt8]) {
        bytes.append(contentsOf: "{\"n\":".utf8)
        JSONValue.write(count, into: &bytes)
        if sum != .zero { bytes.append(contentsOf: ",\"s\":\"\(sum.millionths)\"".utf8) }
        if let edge {
            bytes.append(contentsOf: ",\"e\":[".utf8)
            JSONValue.write(edge.time.microseconds, into: &bytes)
            bytes.append(UInt8(ascii: ","))
            edge.value.write(into: &bytes)
            bytes.append(UInt8(ascii: "]"))
        }
        if let oldest {
            bytes.append(contentsOf: ",\"o\":".utf8)
            JSONValue.write(oldest.microseconds, into: &bytes)
        }
        if isTallyFull { bytes.append(contentsOf: ",\"f\":true".utf8) }
        if !tally.isEmpty { writeTally(into: &bytes) }
        bytes.append(UInt8(ascii: "}"))
    }

    private func writeTally(into bytes: inout [UInt8]) {
        bytes.append(contentsOf: ",\"t\":".utf8)
        var separator = UInt8(ascii: "[")
        for (value, counted) in tally {
            bytes.append(separator)
            separator = UInt8(ascii: ",")
            bytes.append(UInt8(ascii: "["))
            value.write(into: &bytes)
            bytes.append(UInt8(ascii: ","))
            JSONValue.write(counted.count, into: &bytes)
            bytes.append(UInt8(ascii: ","))
            JSONValue.write(counted.latest.microseconds, into: &bytes)
            bytes.append(UInt8(ascii: "]"))
        }
        bytes.append(UInt8(ascii: "]"))
    }

    /// Reads what ``write(into:)`` wrote.
    package init(from reader: inout JSONReader) throws(JSONParseError) {
        self.init()
        var state = self
        var hasCount = false
        try reader.readObject { name, hasEscapes, reader throws(JSONParseError) in
            switch try reader.memberName(name, hasEscapes: hasEscapes) {
            case "n":
                state.count = try reader.readInteger()
                hasCount = true
            case "s":
                guard let millionths = Int128(try reader.readString()) else { throw reader.fault(.invalidNumber) }
                state.sum = FixedPoint(millionths: millionths)
            case "e": state.edge = try reader.readTuple { reader throws(JSONParseError) in try Edge(from: &reader) }
            case "o": state.oldest = Instant(microseconds: try reader.readInteger())
            case "f": state.isTallyFull = try reader.readValue() == true
            case "t":
                try reader.readArray { reader throws(JSONParseError) in
                    let (value, tally) = try reader.readTuple { reader throws(JSONParseError) in try Tally.entry(from: &reader) }
                    state.tally[value] = tally
                }
            default: throw reader.fault(.unexpectedByte)
            }
        }
        guard hasCount else { throw reader.fault(.unexpectedEnd) }
        self = state
    }
}

extension ComputedState.Edge {
    fileprivate init(from reader: inout JSONReader) throws(JSONParseError) {
        let time = Instant(microseconds: try reader.readInteger())
        try reader.expect(UInt8(ascii: ","))
        self.init(time: time, value: try reader.readValue())
    }
}

extension ComputedState.Tally {
    fileprivate static func entry(from reader: inout JSONReader) throws(JSONParseError) -> (JSONValue, ComputedState.Tally) {
        let value = try reader.readValue()
        try reader.expect(UInt8(ascii: ","))
        let count = try reader.readInteger()
        try reader.expect(UInt8(ascii: ","))
        return (value, ComputedState.Tally(count: count, latest: Instant(microseconds: try reader.readInteger())))
    }
}
