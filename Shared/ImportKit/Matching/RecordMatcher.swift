import Crypto
import Foundation

/// Finds which records of a file are one person: records that agree on any one of several keys are, and so are those that
/// agree with one that agrees with another (transitive closure).
///
/// Values are compared trimmed, in lower case and composed (Unicode NFC); a key with a blank field matches nothing. Memory grows with the number of
/// records and of different key values, not with their size.
package struct RecordMatcher: Sendable {
    /// How much is matched at once.
    package struct Limits: Hashable, Sendable {
        /// 8 bytes each.
        package let records: Int
        /// Different values of all keys together; 20 to 50 bytes each.
        package let values: Int

        /// Beside a running service.
        package static let standard = Limits(records: 20_000_000, values: 4_000_000)
        /// Where the machine has nothing else to do.
        package static let large = Limits(records: 1_000_000_000, values: 100_000_000)
    }

    package enum Failure: Error, Hashable, Sendable {
        case unknownField(String)
        case noKeys
        case tooMuch(Limits)
    }

    /// What a key's value is known by: 128 bits of its SHA-256, so that two values are never taken for one.
    private struct Digest: Hashable {
        let high: UInt64
        let low: UInt64
    }

    package let keys: [MatchKey]
    /// The places of each key's fields in a record.
    private let places: [[Int]]
    private let limits: Limits
    private var groups = DisjointSets()
    private var first: [Digest: Int32] = [:]
    private var value: [UInt8] = []

    /// - Parameter header: names of the fields, as records have them.
    package init(keys: [MatchKey], header: [String], limits: Limits = .standard) throws(Failure) {
        guard (1...MatchKey.keysMax).contains(keys.count) else { throw .noKeys }
        let names = header.map { $0.trimmingSpaces() }
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
        self.limits = limits
    }

    /// Records so far.
    package var count: Int { groups.count }

    /// Takes the next record, which is number ``count``.
    /// - Parameter field: what the record has at a place, as UTF-8.
    /// - Throws: ``Failure/tooMuch(_:)``.
    package mutating func add(_ field: (Int) -> ArraySlice<UInt8>) throws(Failure) {
        let record = try next()
        for (number, places) in places.enumerated() {
            guard let digest = digest(number, places, field) else { continue }
            if let other = first[digest] {
                groups.join(record, other)
            } else {
                guard first.count < limits.values else { throw .tooMuch(limits) }
                first[digest] = record
            }
        }
    }

    /// Takes a record that matches nothing.
    package mutating func addBlank() throws(Failure) { _ = try next() }

    private mutating func next() throws(Failure) -> Int32 {
        guard groups.count < limits.records else { throw .tooMuch(limits) }
        return groups.add()
    }

    /// What a person is called whose first record is this one, from 0. It holds within one file: the same content names people the
    /// same, another file names nobody the same.
    /// - Parameter fingerprint: of the file's content.
    package static func name(of person: Int32, in fingerprint: UInt64) -> String { "\(String(fingerprint, radix: 16))-\(person + 1)" }

    /// For each record, the number of the first record of the same person.
    package consuming func people() -> [Int32] { groups.representatives() }

    /// Of the key's number and its values, so that values of two keys never meet; nil when one is blank.
    private mutating func digest(_ number: Int, _ places: [Int], _ field: (Int) -> ArraySlice<UInt8>) -> Digest? {
        value.removeAll(keepingCapacity: true)
        value.append(UInt8(number))
        for place in places {
            guard Self.append(field(place), to: &value) else { return nil }
            value.append(0)
        }
        return SHA256.hash(data: value).withUnsafeBytes { bytes in
            Digest(high: bytes.load(as: UInt64.self), low: bytes.load(fromByteOffset: 8, as: UInt64.self))
        }
    }

    /// Words in lower case with one space between them.
    /// - Returns: false when there are none.
    private static func append(_ content: ArraySlice<UInt8>, to value: inout [UInt8]) -> Bool {
        guard content.allSatisfy({ $0 < 0x80 }) else {
            let words = String(decoding: content, as: UTF8.self).split(whereSeparator: \.isWhitespace)
            value.append(contentsOf: words.joined(separator: " ").lowercased().precomposedStringWithCanonicalMapping.utf8)
            return !words.isEmpty
        }
        let start = value.count
        var isApart = false
        for byte in content {
            if byte == 32 || (9...13).contains(byte) {
                isApart = value.count > start
                continue
            }
            if isApart { value.append(32) }
            isApart = false
            value.append((65...90).contains(byte) ? byte | 0x20 : byte)
        }
        return value.count > start
    }
}
