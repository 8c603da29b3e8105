package import CommonModels

extension Markup: ExpressibleByStringInterpolation {
    package init(stringLiteral value: StaticString) { self.init(html: value.description) }
    package init(stringInterpolation: StringInterpolation) { self.init(html: stringInterpolation.html) }

    /// Collects a literal: its text as it stands, its values escaped.
    package struct StringInterpolation: StringInterpolationProtocol {
        var html: String

        package init(literalCapacity: Int, interpolationCount: Int) {
            html = ""
            html.reserveCapacity(literalCapacity + interpolationCount * 16)
        }

        package mutating func appendLiteral(_ literal: StaticString) { html += literal.description }
        package mutating func appendInterpolation(_ markup: Markup) { html += markup.html }
        package mutating func appendInterpolation(_ markup: Markup?) { html += markup?.html ?? "" }
        package mutating func appendInterpolation(_ parts: [Markup]) { for part in parts { html += part.html } }
        package mutating func appendInterpolation(_ text: some StringProtocol) { html += Markup.escaped(text) }
        package mutating func appendInterpolation(_ number: some BinaryInteger) { html += number.description }
        package mutating func appendInterpolation<Tag>(_ id: TypedID<Tag>) { html += Markup.escaped(id.rawValue) }

        /// The address of a link or form. Anything but a path, fragment, query, http(s) or mailto address becomes `#`.
        package mutating func appendInterpolation(href address: String) { html += Markup.escaped(Markup.safeAddress(address)) }

        /// ` name="value"`, or nothing without a value. `name` must be a plain attribute, not `href`, `src` or `style`.
        package mutating func appendInterpolation(attribute name: StaticString, _ value: String?) {
            guard let value else { return }
            html += " \(name)=\"\(Markup.escaped(value))\""
        }

        /// ` name` when `isOn`.
        package mutating func appendInterpolation(flag name: StaticString, _ isOn: Bool) {
            if isOn { html += " \(name)" }
        }

        /// A coordinate of a drawing, with one decimal.
        mutating func appendInterpolation(_ coordinate: Double) { html += Markup.coordinate(coordinate) }
    }

    static func safeAddress(_ address: String) -> String {
        if let first = address.utf8.first, first == UInt8(ascii: "#") || first == UInt8(ascii: "?") { return address }
        if address.hasPrefix("/"), !address.hasPrefix("//"), !address.hasPrefix("/\\") { return address }
        let lowercased = address.lowercased()
        let isAllowed = ["http://", "https://", "mailto:"].contains { lowercased.hasPrefix($0) }
        return isAllowed ? address : "#"
    }

    /// `12.34` → `12.3`, `12.0` → `12`. Not finite: `0`.
    static func coordinate(_ value: Double) -> String {
        guard value.isFinite, abs(value) < 1e9 else { return "0" }
        let tenths = Int((value * 10).rounded())
        let fraction = abs(tenths % 10)
        let whole = "\(tenths < 0 ? "-" : "")\(abs(tenths) / 10)"
        return fraction == 0 ? whole : "\(whole).\(fraction)"
    }
}
