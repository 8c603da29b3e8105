import CommonModels
import ServiceKit
import Testing

@Suite("Signed links")
struct LinkSignerTests {
    private let secret = Array("a secret of thirty-two characters".utf8)

    @Test("are read back, and not when a letter, the kind or the secret is another")
    func signing() throws {
        let signer = LinkSigner(secret: secret, kind: "confirm")
        let token = signer.token("evt_1.마루")
        #expect(signer.payload(token) == "evt_1.마루")
        #expect(token.utf8.allSatisfy { $0 > 32 && $0 < 127 && $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "+") })
        #expect(LinkSigner(secret: secret, kind: "unsubscribe").payload(token) == nil)
        #expect(LinkSigner(secret: Array("another secret of as many letters".utf8), kind: "confirm").payload(token) == nil)
        for index in token.indices where token[index] != "." {
            var forged = token
            // The last character of a part carries unused bits; another letter there may decode to the same bytes.
            guard let next = token.index(index, offsetBy: 1, limitedBy: token.endIndex), next != token.endIndex, token[next] != "." else {
                continue
            }
            forged.replaceSubrange(index...index, with: token[index] == "A" ? "B" : "A")
            #expect(signer.payload(forged) == nil, "\(forged)")
        }
        for wrong in ["", ".", "a.b.c", token + ".x", String(token.dropLast(5)), String(repeating: "A", count: 2_000)] {
            #expect(signer.payload(wrong) == nil, "\(wrong.prefix(20))")
        }
    }

    @Test("to preferences name one profile until they are too old, whoever of the services made them")
    func preferences() throws {
        let profile: ProfileID = IDGenerator.sequential().next()
        let now = Instant(secondsSince1970: 1_000)
        let made = PreferenceLinks(secret: secret, baseURL: "https://maru.example/")
        let url = made.url(of: profile, at: now)
        #expect(url.hasPrefix("https://maru.example/preferences/"))
        let token = String(url.dropFirst("https://maru.example/preferences/".count))
        let reader = PreferenceLinks(secret: secret, baseURL: "http://elsewhere")
        #expect(reader.read(token, at: now + PreferenceLinks.lifetime - .seconds(1)) == .profile(profile))
        #expect(reader.read(token, at: now + PreferenceLinks.lifetime) == .expired)
        #expect(reader.read("x" + token, at: now) == .notOurs)
    }
}
