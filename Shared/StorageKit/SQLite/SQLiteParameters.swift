import Foundation
import GRDBSQLite
import Synchronization

/// Where the `$n` of a statement stand: SQLite numbers named parameters as they appear.
struct SQLiteParameters: Sendable {
    /// The highest `n`.
    let count: Int
    /// `positions[n - 1]` is SQLite's index of `$n`. Nil: in order.
    let positions: [CInt]?

    /// Asking SQLite for a name walks all of them, so it is asked once for each text.
    static func of(_ sql: String, _ handle: OpaquePointer) -> SQLiteParameters {
        if let known = known.withLock({ $0[sql] }) { return known }
        let parameters = SQLiteParameters(handle)
        known.withLock { known in
            if known.count >= knownMax { known.removeAll() }
            known[sql] = parameters
        }
        return parameters
    }

    private static let known = Mutex<[String: SQLiteParameters]>([:])
    private static let knownMax = 1_000  // statement texts

    private init(_ handle: OpaquePointer) {
        let numbers = (0..<Int(sqlite3_bind_parameter_count(handle))).map { Self.number(of: $0, handle) }
        count = numbers.max() ?? 0
        if numbers.enumerated().allSatisfy({ $1 == $0 + 1 }) {
            positions = nil
        } else {
            var positions = [CInt](repeating: 0, count: count)
            for (slot, number) in numbers.enumerated() where number > 0 { positions[number - 1] = CInt(slot + 1) }
            self.positions = positions
        }
    }

    /// `n` of the parameter named `$n` at SQLite's slot `slot` (from 0); 0 for any other name.
    private static func number(of slot: Int, _ handle: OpaquePointer) -> Int {
        guard let name = sqlite3_bind_parameter_name(handle, CInt(slot + 1)) else { return 0 }
        return atol(name + 1)
    }
}
