/// Reads HTML as a list of tags and finds what would keep people out: missing labels, skipped headings, unbalanced tags.
package struct HTMLInspector {
    /// One tag as it stands.
    package struct Tag {
        package let name: String
        package let attributes: [String: String]
        package let isEnd: Bool
        /// `<path …/>`
        package let isWhole: Bool
        /// The text up to the next tag.
        package var text: String
    }

    package let tags: [Tag]
    private static let void: Set<String> = ["meta", "link", "input", "br", "img", "hr", "!doctype", "wbr"]

    package init(_ html: String) {
        var tags: [Tag] = []
        var rest = html[...]
        while let open = rest.firstIndex(of: "<") {
            if !tags.isEmpty { tags[tags.count - 1].text = String(rest[..<open]) }
            var end = rest.index(after: open)
            var isQuoted = false
            while end < rest.endIndex, isQuoted || rest[end] != ">" {
                if rest[end] == "\"" { isQuoted.toggle() }
                end = rest.index(after: end)
            }
            tags.append(Self.tag(rest[rest.index(after: open)..<end]))
            rest = end < rest.endIndex ? rest[rest.index(after: end)...] : ""
        }
        self.tags = tags
    }

    private static func tag(_ source: Substring) -> Tag {
        let isEnd = source.hasPrefix("/")
        var body = isEnd ? source.dropFirst() : source
        let isWhole = body.hasSuffix("/")
        if isWhole { body = body.dropLast() }
        let name = body.prefix { $0 != " " && $0 != "\n" }.lowercased()
        var attributes: [String: String] = [:]
        for match in body.matches(of: /([A-Za-z_:][-A-Za-z0-9_:.]*)(?:="([^"]*)")?/).dropFirst() {
            attributes[String(match.1).lowercased()] = match.2.map(String.init) ?? ""
        }
        return Tag(name: name, attributes: attributes, isEnd: isEnd, isWhole: isWhole, text: "")
    }

    /// Everything wrong, in words.
    package var faults: [String] { balanceFaults + labelFaults + headingFaults + policyFaults }

    private var balanceFaults: [String] {
        var open: [String] = []
        var faults: [String] = []
        for tag in tags where !Self.void.contains(tag.name) && !tag.isWhole {
            if !tag.isEnd {
                open.append(tag.name)
            } else if open.last == tag.name {
                open.removeLast()
            } else {
                faults.append("</\(tag.name)> closes <\(open.last ?? "nothing")>")
                if let index = open.lastIndex(of: tag.name) { open.removeSubrange(index...) }
            }
        }
        return faults + open.map { "<\($0)> is not closed" }
    }

    private var labelFaults: [String] {
        var faults: [String] = []
        let labelled = Set(tags.filter { $0.name == "label" && !$0.isEnd }.compactMap { $0.attributes["for"] })
        var ids: Set<String> = []
        for tag in tags where !tag.isEnd {
            if let id = tag.attributes["id"], !ids.insert(id).inserted { faults.append("id \(id) twice") }
            switch tag.name {
            case "svg":
                let isPicture = tag.attributes["role"] == "img" && !(tag.attributes["aria-label"] ?? "").isEmpty
                if !isPicture, tag.attributes["aria-hidden"] != "true" { faults.append("svg without label") }
            case "input", "select", "textarea":
                if tag.attributes["type"] == "hidden" { continue }
                let hasLabel = tag.attributes["id"].map(labelled.contains) ?? false
                if !hasLabel, (tag.attributes["aria-label"] ?? "").isEmpty {
                    faults.append("\(tag.name) \(tag.attributes["name"] ?? "") without label")
                }
            case "nav":
                if (tag.attributes["aria-label"] ?? "").isEmpty { faults.append("nav without label") }
            case "iframe":
                if (tag.attributes["title"] ?? "").isEmpty { faults.append("iframe without title") }
                if tag.attributes["sandbox"] == nil { faults.append("iframe without sandbox") }
            case "th":
                if tag.attributes["scope"] == nil { faults.append("th without scope") }
            default: break
            }
        }
        return faults
    }

    private var headingFaults: [String] {
        var faults: [String] = []
        var level = 0
        for tag in tags where !tag.isEnd && tag.name.count == 2 && tag.name.hasPrefix("h") {
            guard let number = tag.name.last?.wholeNumberValue else { continue }
            if number == 1, level >= 1 { faults.append("a second h1") }
            if number > level + 1, !(level == 1 && number == 3) { faults.append("h\(number) after h\(level)") }
            level = number
        }
        return faults
    }

    private var policyFaults: [String] {
        tags.filter { !$0.isEnd }.flatMap { tag -> [String] in
            var faults = tag.attributes.keys.filter { $0 == "style" || $0.hasPrefix("on") }.map { "<\(tag.name)> has \($0)" }
            if tag.name == "script", tag.attributes["src"] == nil { faults.append("inline script") }
            for (name, value) in tag.attributes where ["src", "href", "action"].contains(name) {
                if value.lowercased().hasPrefix("javascript:") || value.hasPrefix("//") { faults.append("<\(tag.name)> leads to \(value)") }
            }
            if tag.attributes.values.contains(where: { $0.contains("nan") || $0.contains("inf") }) && tag.attributes["d"] != nil {
                faults.append("a drawing without numbers")
            }
            return faults
        }
    }
}
