package import CommonModels
import Configuration
import Foundation
package import Hummingbird
import Mustache
package import ServiceKit

/// The console of one service: its words, templates and assets, read once when the service starts.
package struct Console: Sendable {
    package let catalogue: Catalogue
    package let assets: AssetStore
    package let access: AccessControl
    package let settings: ServiceSettings
    /// The company's name on pages for its customers: `MARU_COMPANY_NAME`; nil for the console's own.
    let companyName: String?
    let zone: DisplayZone
    private let clock: WallClock
    private let templates: MustacheLibrary

    /// Reads `maru.display.zone` (`MARU_DISPLAY_ZONE`, a zone name; default `Asia/Seoul`).
    /// - Throws: ``CatalogueError``, ``SettingsError/invalid(key:expected:)``, or what reading the resources throws.
    package init(_ frame: ServiceFrame) throws {
        try self.init(settings: frame.settings, access: frame.access, clock: frame.clock)
    }

    package init(settings: ServiceSettings, access: AccessControl, clock: WallClock) throws {
        catalogue = try Catalogue.bundled()
        assets = try AssetStore.bundled()
        self.settings = settings
        self.access = access
        self.clock = clock
        companyName = settings.config.string(forKey: "maru.company.name").flatMap { $0.isEmpty ? nil : $0 }
        zone = try Console.zone(settings)
        var templates: [String: MustacheTemplate] = [:]
        for name in ["frame", "gate", "hosted", "logo"] {
            let file = Bundle.module.bundleURL.appending(path: "Templates/\(name).mustache")
            templates[name] = try MustacheTemplate(string: try String(contentsOf: file, encoding: .utf8))
        }
        self.templates = MustacheLibrary(templates: templates)
    }

    /// What a handler draws its page with: the reader's language, formats, form token.
    /// - Parameter book: what this service knows of labels and who reads them; pages about people pass it.
    package func screen(_ request: Request, _ context: ServiceContext, _ book: PolicyBook = .standard) -> ConsoleScreen {
        let words = Words(catalogue, context.locale)
        return ConsoleScreen(
            words: words, format: ConsoleFormat(words: words, zone: zone, now: clock.now()), principal: context.principal,
            csrfToken: context.csrfToken, path: request.uri.path, address: request.head.path ?? request.uri.path, console: self,
            fields: FieldMask(book, for: context.principal))
    }

    func render(_ view: FrameView) -> String { templates.render(view, withTemplate: "frame") ?? "" }
    func render(_ view: HostedView) -> String { templates.render(view, withTemplate: "hosted") ?? "" }
    func render(_ view: GateView) -> String { templates.render(view, withTemplate: "gate") ?? "" }

    /// The address of a place of the menu: a path for this service's own, an absolute one for another's.
    package func address(of item: NavItem) -> String { address(item.path, of: item.service) }

    /// The address of a page of a service.
    package func address(_ path: String, of service: ServiceName) -> String {
        guard service != settings.service, let base = settings.consoleLinks[service]?.absoluteString else { return path }
        return (base.hasSuffix("/") ? String(base.dropLast()) : base) + path
    }

    private static func zone(_ settings: ServiceSettings) throws -> DisplayZone {
        guard let name = settings.config.string(forKey: "maru.display.zone"), !name.isEmpty else { return .seoul }
        guard let zone = DisplayZone(identifier: name) else {
            throw SettingsError.invalid(key: "maru.display.zone", expected: "the name of a time zone, such as Asia/Seoul")
        }
        return zone
    }
}
