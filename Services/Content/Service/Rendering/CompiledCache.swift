import CommonModels
import ContentDomain
import Synchronization

/// Parsed templates of published versions. A published version never changes, so an entry is right for ever; the
/// oldest ones make room.
final class CompiledCache: Sendable {
    struct Key: Hashable {
        let item: ItemID
        let version: Int
        let defaultLocale: String
    }

    private struct Entries {
        var byKey: [Key: CompiledVersion] = [:]
        var order: [Key] = []
    }

    private let entriesMax: Int
    private let entries = Mutex(Entries())

    init(entriesMax: Int = 2_000) { self.entriesMax = entriesMax }

    func value(_ key: Key) -> CompiledVersion? { entries.withLock { $0.byKey[key] } }

    func insert(_ value: CompiledVersion, for key: Key) {
        entries.withLock { entries in
            guard entries.byKey.updateValue(value, forKey: key) == nil else { return }
            entries.order.append(key)
            guard entries.order.count > entriesMax else { return }
            for old in entries.order.prefix(entriesMax / 4) { entries.byKey[old] = nil }
            entries.order.removeFirst(entriesMax / 4)
        }
    }
}
