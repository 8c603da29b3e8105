/// Hides most of a personal value from people whose role does not need it.
package enum PersonalData {
    /// A value of a namespace or trait, masked by what it looks like: `s***@naver.com`, `+82 10-****-2231`, `서*은`.
    package static func masked(_ value: String, name: String) -> String {
        if value.contains("@") { return email(value) }
        let lowered = name.lowercased()
        if lowered.contains("phone") || lowered.contains("mobile") { return keepingEnd(value, 4) }
        if isName(lowered) { return personName(value) }
        if lowered == "ip" || ["address", "street", "birth"].contains(where: { lowered.contains($0) }) { return "***" }
        return value
    }

    /// Whether values of this name tell who a person is or how to reach them.
    package static func isPersonal(name: String) -> Bool {
        let lowered = name.lowercased()
        return ["email", "phone", "mobile", "address", "street", "birth"].contains { lowered.contains($0) } || isName(lowered)
    }

    private static func isName(_ lowered: String) -> Bool {
        ["name", "firstname", "lastname", "fullname", "first_name", "last_name", "full_name"].contains(lowered)
    }

    private static func email(_ value: String) -> String {
        guard let at = value.lastIndex(of: "@"), let first = value.first else { return "***" }
        return "\(first)***\(value[at...])"
    }

    private static func keepingEnd(_ value: String, _ count: Int) -> String {
        value.count > count ? "****" + value.suffix(count) : "****"
    }

    private static func personName(_ value: String) -> String {
        let letters = Array(value)
        guard letters.count > 1, let first = letters.first, let last = letters.last else { return "*" }
        return letters.count == 2 ? "\(first)*" : "\(first)*\(last)"
    }
}
