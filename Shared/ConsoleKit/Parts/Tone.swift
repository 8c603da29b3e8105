/// What a tag or notice means; always beside words, never by colour alone.
package enum Tone: String, Sendable, CaseIterable {
    case plain, accent, good, warn, bad, info
}
