import StorageKit
import Testing

@Suite("a key set")
struct KeysetTests {
    @Test("comes back from its opaque text")
    func roundTrip() {
        let keyset = Keyset([1_763_800_000_000_001, "prf_ÿ/+=한"])
        #expect(Keyset(encoded: keyset.encoded, count: 2) == keyset)
        #expect(!keyset.encoded.contains { "+/=".contains($0) })
    }

    @Test("refuses text it did not make", arguments: ["", "!!", "AAAA", "W10", "bnVsbA", String(repeating: "A", count: 2_000)])
    func refusal(text: String) {
        #expect(Keyset(encoded: text, count: 2) == nil)
    }
}
