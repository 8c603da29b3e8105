/// Finds which records of a file are one person: records that agree on any one of several keys are, and so are those that
/// agree with one that agrees with another (transitive closure).
///
/// Values are compared trimmed and in lower case; a key with a blank field matches nothing. Memory grows with the number of
/// different key values, not with the size of the records.
package struct RecordMatcher: Sendable {
    package let keys: [MatchKey]
    /// The places of each key's fields in a record.
    private let places: [[Int]]
    private var groups = DisjointSets()
    private var first: [[UInt8]: Int] = [:]

    package enum Failure: Error, Hashable, Sendable {
        case unknownField(String)
        case noKeys
    }

    /// - Parameter header: names of the fields, as records have them.
    package init(keys: [MatchKey], header: [String]) throws(Failure) {
        guard (1...MatchKey.keysMax).contains(keys.count) else { throw .noKeys }
        let names = header.map { $0.filter { !$0.isWhitespace } }
        var places: [[Int]] = []
        for key in keys {
            var found: [Int] = []
            for field in key.fields {
                guard let place = names.firstIndex(of: field) else { throw .unknownField(field) }
                found.append(place)
            }
            places.append(found)
        }
        self.keys = keys
        self.places = places
    }

    /// Records so far.
    package var count: Int { groups.count }

    /// Takes the next record, which is number ``count``.
    package mutating func add(_ field: (Int) -> String) {
        let record = groups.add()
        for (number, places) in places.enumerated() {
            guard let value = Self.value(number, places, field) else { continue }
            if let other = first[value] { groups.join(record, other) } else { first[value] = record }
        }
    }

    /// For each record, the number of the first record of the same person.
    package mutating func people() -> [Int] { (0..<groups.count).map { groups.representative(of: $0) } }

    /// The key's number and its values, so that values of two keys never meet; nil when one is blank.
    private static func value(_ number: Int, _ places: [Int], _ field: (Int) -> String) -> [UInt8]? {
        var bytes: [UInt8] = [UInt8(number)]
        for place in places {
            let words = field(place).split(whereSeparator: \.isWhitespace)
            guard !words.isEmpty else { return nil }
            bytes.append(contentsOf: words.joined(separator: " ").lowercased().utf8)
            bytes.append(0)
        }
        return bytes
    }
}
