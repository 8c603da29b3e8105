/// The body of `/readyz`.
struct ReadinessReport: Encodable, Sendable {
    let status: String
    let checks: [ReadinessCheck]
}
