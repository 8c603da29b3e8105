/// What the frame's template reads.
struct FrameView: Sendable {
    let lang: String
    let title: String
    let titleTags: String
    let brand: String
    let styleAddress: String
    let iconAddress: String
    let refreshSeconds: String?
    let modules: [String]
    let skip: String
    let menuLabel: String
    let homeAddress: String
    let groups: [Group]
    let who: String?
    let languages: [Language]
    let signOutToken: String?
    let signOut: String
    let crumbsLabel: String
    let crumbs: [Crumb]
    let topRight: String?
    let answer: String?
    let actions: String?
    let body: String

    struct Group: Sendable {
        let name: String?
        let items: [Item]
    }

    struct Item: Sendable {
        let text: String
        let address: String
        let icon: String
        let isCurrent: Bool
    }

    struct Language: Sendable {
        let code: String
        let name: String
        let address: String
        let isCurrent: Bool
    }

    struct Crumb: Sendable {
        let text: String
        let address: String?
    }
}
