/// Spreads a number over all bits of a hash value (Knuth, "The Art of Computer Programming" 3, 6.4): for keys that hold a number which
/// tells them apart already, instead of hashing that number as a text of unknown origin at each look.
package enum FibonacciHash {
    private static let factor: UInt64 = 0x9E37_79B9_7F4A_7C15  // 2^64 divided by the golden ratio, odd

    /// - Parameter seed: of the table that asks, as `Hashable._rawHashValue(seed:)` gets it.
    package static func value(of number: UInt64, seed: Int) -> Int {
        let product = (number ^ UInt64(truncatingIfNeeded: seed)) &* factor
        return Int(truncatingIfNeeded: product ^ product >> 32)
    }
}
