/// What the template of pages for customers reads.
struct HostedView: Sendable {
    let lang: String
    let title: String
    let intro: String?
    let brand: String
    let skip: String
    let languageLabel: String
    let styleAddress: String
    let hostedAddress: String
    let iconAddress: String
    let languages: [FrameView.Language]
    let body: String
}
