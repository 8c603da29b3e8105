import ConsoleKit

/// An answer of the API with the member `masked`: which of its fields the reader does not see as they are, and by which labels.
/// It is left out when everything is shown.
struct Masked<Body: Encodable & Sendable>: Encodable, Sendable {
    let body: Body
    let hidden: [FieldMask.Hidden]

    private enum CodingKeys: CodingKey { case masked }

    func encode(to encoder: any Encoder) throws {
        try body.encode(to: encoder)
        guard !hidden.isEmpty else { return }
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(hidden, forKey: .masked)
    }
}
