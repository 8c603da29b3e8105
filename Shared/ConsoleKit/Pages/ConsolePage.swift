/// A page inside the frame. It answers a question: ``answer`` is the first line, in words; then numbers; then means to act.
package struct ConsolePage: Sendable {
    package let title: String
    /// Beside the title.
    package var titleTags: Markup = .empty
    /// Which place of the menu it belongs to.
    package let active: NavItem?
    /// Pages above it, outermost first; the page itself is added.
    package var crumbs: [Crumb] = []
    package let answer: String?
    /// At the right of the title: at most one primary action.
    package var actions: Markup = .empty
    /// In the bar above: search, period, freshness.
    package var topRight: Markup = .empty
    /// While work is running: the page is drawn anew after so many seconds.
    package var refreshSeconds: Int?
    /// Names of ES modules of the assets, e.g. `canvas.js`.
    package var modules: [String] = []
    package let body: Markup

    /// A page above this one.
    package struct Crumb: Sendable {
        package let text: String
        package let address: String?

        package init(_ text: String, _ address: String? = nil) {
            self.text = text
            self.address = address
        }
    }

    package init(
        title: String, titleTags: Markup = .empty, active: NavItem?, crumbs: [Crumb] = [], answer: String?, actions: Markup = .empty,
        topRight: Markup = .empty, refreshSeconds: Int? = nil, modules: [String] = [], @MarkupBuilder body: () -> Markup
    ) {
        self.title = title
        self.titleTags = titleTags
        self.active = active
        self.crumbs = crumbs
        self.answer = answer
        self.actions = actions
        self.topRight = topRight
        self.refreshSeconds = refreshSeconds
        self.modules = modules
        self.body = body()
    }
}
