import HTTPTypes
import Hummingbird
import ProfileDomain
import ServiceKit

/// What the request itself says of who sends.
struct IngestSender: Hashable, Sendable {
    /// A server, whose address says nothing of the customer.
    static let server = IngestSender(isGPC: false, evidence: .none)
    /// One of Maru's own services.
    static let own = IngestSender(isGPC: false, evidence: .none, isOwn: true)

    /// The browser asks that nothing be sold or shared: `Sec-GPC: 1` (Global Privacy Control).
    let isGPC: Bool
    /// The customer's own address and browser, when the request came from their device.
    let evidence: ConsentEvidence
    /// A write key stands in pages and apps for everybody to read.
    let hasPublicKey: Bool
    /// One of Maru's own services, whose events no plan of a company holds back.
    let isOwn: Bool

    init(isGPC: Bool, evidence: ConsentEvidence, hasPublicKey: Bool = false, isOwn: Bool = false) {
        self.isGPC = isGPC
        self.evidence = evidence
        self.hasPublicKey = hasPublicKey
        self.isOwn = isOwn
    }

    /// Write keys are used on customers' devices, other keys by servers.
    init(_ request: Request, _ context: ServiceContext, as principal: Principal) {
        isGPC = request.headers[.globalPrivacyControl] == "1"
        if case .service = principal.kind { isOwn = true } else { isOwn = false }
        if case .writeKey = principal.kind {
            evidence = ConsentEvidence(ip: context.peer, userAgent: request.headers[.userAgent])
            hasPublicKey = true
        } else {
            evidence = .none
            hasPublicKey = false
        }
    }
}

extension HTTPField.Name {
    /// The signal of Global Privacy Control; `1` or absent.
    static let globalPrivacyControl = HTTPField.Name(constant: "sec-gpc")
}
