package import CommonModels
package import ServiceKit
import Synchronization

/// What one reader sees of fields about people: those whose labels they may not read are masked. It remembers what it
/// masked, so that the answer can say so; make one for each request.
package struct FieldMask: Sendable {
    /// A field that was masked, and the labels the reader may not read.
    package struct Hidden: Hashable, Sendable, Encodable {
        package let field: DataField
        package let labels: [DataLabel]

        private enum CodingKeys: CodingKey { case field, labels }

        package func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(field.description, forKey: .field)
            try container.encode(labels.map(\.rawValue), forKey: .labels)
        }
    }

    private static let stars = "***"
    /// Of these some letters may stay, to tell values apart.
    private static let partly: Set<DataLabel> = [.identity, .contact]

    private let reads: DataReads
    private let book: PolicyBook
    private let memory = MaskMemory()

    /// People read what their roles do, applications what the book says of keys; with `privacy:manage` a key reads everything,
    /// as our services do.
    package init(_ book: PolicyBook, for principal: Principal?) {
        reads = Self.reads(of: principal, book)
        switch reads {
        case .everything: self.book = PolicyBook(labels: [], policies: [])
        case .only(let labels):
            self.book = book.labels { !labels.contains($0) }
        }
    }

    private static func reads(of principal: Principal?, _ book: PolicyBook) -> DataReads {
        switch principal?.kind {
        case .service: .everything
        case .person: book.reads(of: principal?.roles.map(\.rawValue) ?? [])
        case .serverKey: principal?.may(.privacyManage) ?? false ? .everything : book.reads(of: [ReadRule.key])
        case .writeKey, nil: .only([])
        }
    }

    package var readsEverything: Bool { reads == .everything }

    /// What was masked, each field once, in the order it was met.
    package var hidden: [Hidden] { memory.found }

    /// As the API tells it: `[{field, labels}]`.
    package var json: JSONValue {
        .array(
            hidden.map { ["field": .string($0.field.description), "labels": .array($0.labels.map { .string($0.rawValue) })] })
    }

    package func hides(_ field: DataField) -> Bool { !labels(of: field).isEmpty }

    /// Whether the field is hidden; then it counts as masked. For what is computed from a field.
    package func masks(_ field: DataField) -> Bool {
        let hiding = labels(of: field)
        guard !hiding.isEmpty else { return false }
        memory.note(field, hiding)
        return true
    }

    /// A text as the reader may see it: `s***@naver.com`, `서*은`, `***`.
    package func text(_ text: String, _ field: DataField) -> String {
        let hiding = labels(of: field)
        if !hiding.isEmpty {
            memory.note(field, hiding)
            return Self.masked(text, field, hiding)
        }
        // Addresses stand in free texts too.
        guard text.contains("@"), !reads.hidden([.contact]).isEmpty else { return text }
        memory.note(field, [.contact])
        return PersonalData.masked(text, name: field.name)
    }

    /// A value as the reader may see it; members of an object are fields of their own, `trait:address.city`.
    package func value(_ value: JSONValue, _ field: DataField) -> JSONValue {
        if readsEverything { return value }
        switch value {
        case .null: return value
        case .string(let text): return .string(self.text(text, field))
        case .bool, .integer, .number: return covered(field).map { .string($0) } ?? value
        case .array(let elements): return covered(field).map { .string($0) } ?? .array(elements.map { self.value($0, field) })
        case .object(let members): return covered(field).map { .string($0) } ?? .object(object(members, field.kind, below: field.name))
        }
    }

    /// Members of an object, each a field named below `name`; without one by their own names.
    package func object(_ members: JSONObject, _ kind: DataField.Kind, below name: String = "") -> JSONObject {
        if readsEverything { return members }
        var shown = members
        for (member, value) in members {
            shown[member] = self.value(value, DataField(kind, name.isEmpty ? member : "\(name).\(member)"))
        }
        return shown
    }

    private func covered(_ field: DataField) -> String? {
        let hiding = labels(of: field)
        guard !hiding.isEmpty else { return nil }
        memory.note(field, hiding)
        return Self.stars
    }

    private func labels(of field: DataField) -> Set<DataLabel> {
        if book.labels.isEmpty { return [] }
        return memory.labels(of: field) { book.labels(of: field) }
    }

    private static func masked(_ text: String, _ field: DataField, _ labels: Set<DataLabel>) -> String {
        guard labels.isSubset(of: partly) else { return stars }
        let name = field.name.split(separator: ".").last.map(String.init) ?? field.name
        let masked = PersonalData.masked(text, name: name)
        return masked == text ? text.prefix(1) + stars : masked
    }
}

/// Labels looked up, and fields masked, during one request.
private final class MaskMemory: Sendable {
    private struct State {
        var known: [DataField: Set<DataLabel>] = [:]
        var noted: Set<DataField> = []
        var found: [FieldMask.Hidden] = []
    }

    private let state = Mutex(State())

    var found: [FieldMask.Hidden] { state.withLock { $0.found } }

    func labels(of field: DataField, _ look: () -> Set<DataLabel>) -> Set<DataLabel> {
        if let known = state.withLock({ $0.known[field] }) { return known }
        let labels = look()
        state.withLock { $0.known[field] = labels }
        return labels
    }

    func note(_ field: DataField, _ labels: Set<DataLabel>) {
        state.withLock { state in
            guard state.noted.insert(field).inserted else { return }
            state.found.append(FieldMask.Hidden(field: field, labels: labels.sorted { $0.rawValue < $1.rawValue }))
        }
    }
}
