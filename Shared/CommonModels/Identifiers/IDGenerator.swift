import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Makes ids. Injected, so that tests and simulations know what comes next.
package struct IDGenerator: Sendable {
    private let make: @Sendable () -> UUIDv7

    package init(make: @escaping @Sendable () -> UUIDv7) { self.make = make }

    package func next<Tag: IDTag>(_ type: TypedID<Tag>.Type = TypedID<Tag>.self) -> TypedID<Tag> { TypedID(make()) }

    package func uuid() -> UUIDv7 { make() }

    /// UUIDv7 from the clock and the system's random numbers.
    package static func system(clock: WallClock = .system) -> IDGenerator {
        let random = RandomWords()
        return IDGenerator { UUIDv7(at: clock.now(), random: random.nextPair()) }
    }

    /// The system's random numbers, fetched a few hundred at a time: asking for each one is a system call.
    private final class RandomWords: Sendable {
        private static let fetched = 512
        private let words = Mutex<[UInt64]>([])

        func nextPair() -> (UInt64, UInt64) {
            words.withLock { words in
                if words.count < 2 { words = Self.fetch() }
                return (words.removeLast(), words.removeLast())
            }
        }

        private static func fetch() -> [UInt64] {
            var words = [UInt64](repeating: 0, count: fetched)
            words.withUnsafeMutableBytes { if let base = $0.baseAddress { arc4random_buf(base, $0.count) } }
            return words
        }
    }

    /// 1, 2, 3 … for tests.
    package static func sequential() -> IDGenerator {
        let counter = Counter()
        return IDGenerator { UUIDv7(high: 0x0190_0000_0000_7000, low: 0x8000_0000_0000_0000 | counter.next()) }
    }

    private final class Counter: Sendable {
        private let value = Mutex<UInt64>(0)
        func next() -> UInt64 {
            value.withLock {
                $0 += 1
                return $0
            }
        }
    }
}
