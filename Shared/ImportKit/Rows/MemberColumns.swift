import CommonModels

/// Finds members of a JSON object by dotted paths (`customer.address.city`, `items.0.sku`) in one pass over its bytes.
/// A member whose own name holds the dots counts as well.
struct MemberColumns {
    /// Where the value of a column stands in the line.
    enum Found {
        case absent
        case plain(Range<Int>)
        /// Between the quotes of a string with escapes.
        case escaped(Range<Int>)
    }

    private final class Node {
        var children: [(name: [UInt8], node: Node)] = []
        var column: Int?

        func child(_ name: some StringProtocol) -> Node {
            let bytes = Array(name.utf8)
            if let known = children.first(where: { $0.name == bytes }) { return known.node }
            let node = Node()
            children.append((bytes, node))
            return node
        }

        func child(_ name: UnsafeBufferPointer<UInt8>) -> Node? { children.first { $0.name.elementsEqual(name) }?.node }
    }

    private let root = Node()

    init(_ names: [String]) {
        for (column, name) in names.enumerated() {
            let path = name.split(separator: ".")
            if path.count > 1 { path.reduce(root) { $0.child($1) }.column = column }
            root.child(name).column = column
        }
    }

    /// - Throws: `JSONParseError` unless the line is one JSON object.
    func read(_ line: UnsafeBufferPointer<UInt8>, into found: inout [Found]) throws(JSONParseError) {
        for index in found.indices { found[index] = .absent }
        var reader = JSONReader(line)
        guard reader.peek() == UInt8(ascii: "{") else { throw JSONParseError(.unexpectedByte, at: 0) }
        try read(&reader, root, &found)
        try reader.expectEnd()
    }

    private func read(_ reader: inout JSONReader, _ node: Node, _ found: inout [Found]) throws(JSONParseError) {
        guard let first = reader.peek(), !node.children.isEmpty, first == UInt8(ascii: "{") || first == UInt8(ascii: "[") else {
            return try note(&reader, node, &found)
        }
        let start = reader.offset
        if first == UInt8(ascii: "{") {
            try reader.readObject { key, hasEscapes, reader throws(JSONParseError) in
                try read(&reader, hasEscapes ? try child(of: node, key, reader) : node.child(key), &found)
            }
        } else {
            var place = 0
            try reader.readArray { reader throws(JSONParseError) in
                let name = Array(String(place).utf8)
                try read(&reader, name.withUnsafeBufferPointer { node.child($0) }, &found)
                place += 1
            }
        }
        if let column = node.column { found[column] = .plain(start..<reader.offset) }
    }

    private func read(_ reader: inout JSONReader, _ node: Node?, _ found: inout [Found]) throws(JSONParseError) {
        if let node { try read(&reader, node, &found) } else { try reader.skipValue() }
    }

    private func child(of node: Node, _ key: UnsafeBufferPointer<UInt8>, _ reader: JSONReader) throws(JSONParseError) -> Node? {
        var name = try reader.memberName(key, hasEscapes: true)
        return name.withUTF8 { node.child($0) }
    }

    private func note(_ reader: inout JSONReader, _ node: Node, _ found: inout [Found]) throws(JSONParseError) {
        guard let column = node.column, let first = reader.peek() else {
            try reader.skipValue()
            return
        }
        if first == UInt8(ascii: "\"") {
            let (content, hasEscapes) = try reader.skipString()
            found[column] = hasEscapes ? .escaped(content) : .plain(content)
        } else {
            let range = try reader.skipValue()
            found[column] = first == UInt8(ascii: "n") ? .absent : .plain(range)
        }
    }
}
