/// What the template of pages outside the frame reads: sign-in.
struct GateView: Sendable {
    let lang: String
    let title: String
    let brand: String
    let styleAddress: String
    let iconAddress: String
    let languages: [FrameView.Language]
    let body: String
}
