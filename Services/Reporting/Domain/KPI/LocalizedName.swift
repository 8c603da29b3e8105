/// A name in the console's two languages.
package struct LocalizedName: Hashable, Sendable {
    package let ko: String
    package let en: String

    package init(ko: String, en: String) {
        self.ko = ko
        self.en = en
    }
}
