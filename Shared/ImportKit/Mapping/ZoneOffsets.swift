import Synchronization

/// Offsets of a time zone that were looked up, by quarter of an hour of local time: asking Foundation for each row takes
/// longer than all the rest of it.
final class ZoneOffsets: Sendable {
    /// Quarters kept; a file in the order of time needs few.
    private static let keptMax = 4_096

    private let known = Mutex<[Int64: Int64]>([:])

    /// - Returns: seconds east of Greenwich; nil when it was not looked up.
    func offset(of quarter: Int64) -> Int64? { known.withLock { $0[quarter] } }

    func remember(_ offset: Int64, of quarter: Int64) {
        known.withLock { known in
            if known.count >= Self.keptMax { known.removeAll(keepingCapacity: true) }
            known[quarter] = offset
        }
    }
}
