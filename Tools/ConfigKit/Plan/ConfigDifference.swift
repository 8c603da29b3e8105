package import CommonModels

/// One member that is another one after a change.
package struct ConfigDifference: Hashable, Sendable, CustomStringConvertible {
    /// Where: members by name, elements of a list by what names them (`/policies/no-health/effect`), else by place.
    package let path: String
    /// nil where there was nothing, or will be nothing.
    package let before: JSONValue?
    package let after: JSONValue?

    package init(_ path: String, before: JSONValue?, after: JSONValue?) {
        self.path = path
        self.before = before
        self.after = after
    }

    package var description: String {
        switch (before, after) {
        case (let before?, let after?): "\(path): \(Self.text(before)) → \(Self.text(after))"
        case (nil, let after?): "\(path): + \(Self.text(after))"
        case (let before?, nil): "\(path): - \(Self.text(before))"
        case (nil, nil): path
        }
    }

    private static let lengthMax = 160  // characters

    private static func text(_ value: JSONValue) -> String {
        let text = value.serialized
        return text.count > lengthMax ? text.prefix(lengthMax) + "…" : text
    }

    /// Everything in which two documents differ.
    package static func between(_ before: JSONValue, _ after: JSONValue, at path: String = "") -> [ConfigDifference] {
        if before == after { return [] }
        if let old = before.objectValue, let new = after.objectValue { return members(old, new, at: path) }
        if let old = before.arrayValue, let new = after.arrayValue {
            if let names = names(of: old, new) { return named(old, new, names, at: path) }
            if old.allSatisfy(isScalar), new.allSatisfy(isScalar), Set(old) != Set(new) { return words(old, new, at: path) }
        }
        return [ConfigDifference(path.isEmpty ? "/" : path, before: before, after: after)]
    }

    private static func members(_ old: JSONObject, _ new: JSONObject, at path: String) -> [ConfigDifference] {
        (Array(new.keys) + old.keys.filter { new[$0] == nil }).flatMap { name -> [ConfigDifference] in
            let place = "\(path)/\(name)"
            guard let before = old[name], let after = new[name] else {
                return [ConfigDifference(place, before: old[name], after: new[name])]
            }
            return between(before, after, at: place)
        }
    }

    /// The members that tell the elements of both lists apart.
    private static func names(of old: [JSONValue], _ new: [JSONValue]) -> [String]? {
        [["key"], ["field", "label"], ["namespace", "value"], ["role"], ["channel"], ["version"], ["name"]].first { names in
            [old, new].allSatisfy { list in
                let words = list.map { title($0, names) }
                return !words.contains(nil) && Set(words).count == words.count
            }
        }
    }

    private static func title(_ element: JSONValue, _ names: [String]) -> String? {
        let words = names.compactMap { element[$0]?.stringValue }
        return words.count == names.count ? words.joined(separator: " ") : nil
    }

    private static func named(_ old: [JSONValue], _ new: [JSONValue], _ names: [String], at path: String) -> [ConfigDifference] {
        func byName(_ list: [JSONValue]) -> [(name: String, value: JSONValue)] { list.map { (title($0, names) ?? "", $0) } }
        let (before, after) = (byName(old), byName(new))
        let known = Dictionary(before.map { ($0.name, $0.value) }) { first, _ in first }
        let kept = Set(after.map(\.name))
        var found = after.flatMap { name, value -> [ConfigDifference] in
            guard let earlier = known[name] else { return [ConfigDifference("\(path)/\(name)", before: nil, after: value)] }
            return between(earlier, value, at: "\(path)/\(name)")
        }
        found += before.filter { !kept.contains($0.name) }.map { ConfigDifference("\(path)/\($0.name)", before: $0.value, after: nil) }
        // The same elements in another order.
        if found.isEmpty {
            found = [
                ConfigDifference(
                    path, before: .array(before.map { .string($0.name) }), after: .array(after.map { .string($0.name) }))
            ]
        }
        return found
    }

    private static func words(_ old: [JSONValue], _ new: [JSONValue], at path: String) -> [ConfigDifference] {
        new.filter { !old.contains($0) }.map { ConfigDifference(path, before: nil, after: $0) }
            + old.filter { !new.contains($0) }.map { ConfigDifference(path, before: $0, after: nil) }
    }

    private static func isScalar(_ value: JSONValue) -> Bool { value.arrayValue == nil && value.objectValue == nil }
}
