import Synchronization

/// How many passwords are checked at one time.
final class PasswordSlots: Sendable {
    private let slots: Int
    private let taken = Mutex(0)

    init(_ slots: Int) { self.slots = slots }

    /// - Returns: false when all are taken.
    func take() -> Bool {
        taken.withLock { count in
            guard count < slots else { return false }
            count += 1
            return true
        }
    }

    func giveBack() { taken.withLock { $0 -= 1 } }
}
