import Algorithms
import CommonModels
import Logging
import ProfileDomain
import ServiceClients
import ServiceKit
import ServiceLifecycle
import StorageKit
import SubjectKit

/// Asks every service what it holds of the people with a running access case and puts the answers by, page by page. A
/// neighbour that is down is asked again; the case shows for whom it waits.
struct AccessGatherer: Service {
    private static let lookEvery = Duration.seconds(60)
    private static let lease = Duration.seconds(120)
    private static let casesMax = 20
    /// Refused rows of one part of a bundle.
    private static let refusedPartMax = 500

    let frame: ServiceFrame
    let client: SubjectClient
    let records: SubjectRecords
    let confirmations: CaseConfirmations
    let signal: CaseSignal

    private var leases: LeaseStore { LeaseStore(database: frame.database, clock: frame.clock) }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await withTaskGroup(of: Void.self) { group in
                group.addTask {
                    // Ends with the group.
                    while (try? await Task.sleep(for: Self.lookEvery)) != nil { signal.wake() }
                }
                group.addTask {
                    await gatherAll()
                    for await _ in signal.stream { await gatherAll() }
                }
                await group.waitForAll()
            }
        }
    }

    private func gatherAll() async {
        do {
            try await gather()
        } catch {
            frame.logger.warning("Access cases cannot be worked on", metadata: ["error": .string(String(reflecting: type(of: error)))])
        }
    }

    /// Works on every running access case, on one replica at a time.
    func gather() async throws {
        guard let lease = try await leases.acquire("subject-access", holder: frame.instance, for: Self.lease) else { return }
        let running = try await frame.database.read { tx in
            let rows = try tx.rows(
                "SELECT case_id FROM subject_case WHERE is_pending = 1 AND kind = 'access' AND state = 'running' ORDER BY due_at LIMIT $1",
                [Self.casesMax])
            return try rows.compactMap { try CaseStore.entry($0.id("case_id"), in: tx) }
        }
        for entry in running {
            for service in entry.waiting { await gather(entry.item, from: service) }
        }
        try await leases.release(lease)
    }

    private func gather(_ item: SubjectCase, from service: ServiceName) async {
        do {
            var counts = try await counts(item, at: service)
            for count in counts where count.rows > 0 { try await gather(item, from: service, section: count.name) }
            if service == .profile { counts += try await gatherRefused(item) }
            try await finish(item, service, counts)
        } catch {
            frame.logger.warning(
                "A service did not say what it holds",
                metadata: ["service": .string(service.rawValue), "error": .string(String(reflecting: type(of: error)))])
        }
    }

    /// What was refused is nobody's by id, but it may be the person's. Each step is a transaction of its own.
    private func gatherRefused(_ item: SubjectCase) async throws -> [SubjectCount] {
        let identities = try await frame.database.read { tx in
            try CasePerson.find(.profile(item.profileID), in: tx)?.identities(with: item.identities, in: tx) ?? Set(item.identities)
        }
        var counts: [SubjectCount] = []
        for table in NamedRejections.given {
            var (count, number) = (0, 0)
            var place: Int64 = 0
            // An attempt before this one may have found more.
            try await frame.database.write { tx in try CaseBundleStore.remove(.profile, table, of: item.id, in: tx) }
            while true {
                let from = place
                let step = try await frame.database.read { tx in
                    try NamedRejections.step(of: table, after: from, for: identities, in: tx)
                }
                guard let step else { break }
                for rows in step.rows.chunks(ofCount: Self.refusedPartMax) {
                    try await put(Array(rows), CaseBundleStore.Part(service: .profile, section: table, number: number), item)
                    number += 1
                }
                count += step.rows.count
                place = step.place
            }
            counts.append(SubjectCount(name: table, rows: count, fate: .kept))
        }
        return counts
    }

    private func gather(_ item: SubjectCase, from service: ServiceName, section: String) async throws {
        var after: String?
        var number = 0
        repeat {
            let page = try await page(item, at: service, section, after: after)
            let part = CaseBundleStore.Part(service: service, section: section, number: number)
            // Tables without columns say nothing a person would be told.
            let items = page.items.filter { $0.objectValue?.isEmpty == false }
            if !items.isEmpty { try await put(items, part, item) }
            after = page.next
            number += 1
        } while after != nil
    }

    private func put(_ items: [JSONValue], _ part: CaseBundleStore.Part, _ item: SubjectCase) async throws {
        try await frame.database.write { tx in
            // Whoever was erased meanwhile is not gathered.
            guard try CaseStore.required(item.id, in: tx).state == .running else { throw CaseError.outOfOrder(state: .completed) }
            guard try !ErasedSubjects.contains(item.profileID, in: tx) else { throw CaseError.unknownPerson }
            try CaseBundleStore.add(part, items, to: item.id, in: tx)
        }
    }

    private func finish(_ item: SubjectCase, _ service: ServiceName, _ counts: [SubjectCount]) async throws {
        let now = frame.clock.now()
        let kept = counts.map { SubjectCount(name: $0.name, rows: $0.rows, fate: .kept) }
        let confirmation = SubjectConfirmation(action: .access, appliedAt: now, counts: kept, left: 0)
        try await frame.database.write { tx in
            try confirmations.take(confirmation, of: item.id, from: service, in: tx)
            try tx.execute(
                "UPDATE subject_case SET bundle_until = $2 WHERE case_id = $1", [item.id, now + CaseBundleStore.keep])
        }
    }

    /// Our own tables need no call.
    private func counts(_ item: SubjectCase, at service: ServiceName) async throws -> [SubjectCount] {
        guard service == .profile else { return try await client.counts(of: item.profileID, merged: item.mergedIDs, at: service) }
        return try await frame.database.read { tx in try records.counts(of: item.ids, in: tx) }
    }

    private func page(_ item: SubjectCase, at service: ServiceName, _ section: String, after: String?) async throws -> Page<JSONValue> {
        guard service == .profile, let holding = records.holdings.first(where: { $0.table == section }) else {
            return try await client.rows(of: item.profileID, merged: item.mergedIDs, section: section, after: after, at: service)
        }
        let key = after.flatMap { Keyset(encoded: $0, count: 1) }?.values.first
        let found = try await frame.database.read { tx in
            try records.page(holding, of: item.ids, after: key, limit: SubjectClient.pageMax, in: tx)
        }
        return Page(items: found.rows.map { .object($0) }, next: found.next.map { Keyset([$0]).encoded })
    }
}
