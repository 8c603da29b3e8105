import CommonModels
import ConsoleKit
import Hummingbird
import ReportingDomain
import ServiceKit

/// The pages of the KPI catalogue and of targets.
struct KPIPageRoutes {
    let console: Console
    let store: KPIStore
    let reports: ReportStore

    func add(to router: Router<ServiceContext>) {
        console.pages(on: router, requiring: .reportingRead)
            .get("/ui/reporting/kpis", use: catalogue)
            .get("/ui/reporting/kpis/:key", use: show)
        console.pages(on: router, requiring: .reportingWrite)
            .get("/ui/reporting/kpis-new", use: new)
            .post("/ui/reporting/kpis-new", use: create)
            .post("/ui/reporting/kpis/:key", use: save)
            .get("/ui/reporting/targets", use: targets)
            .post("/ui/reporting/targets", use: saveTargets)
    }

    @Sendable private func catalogue(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let screen = console.screen(request, context)
        let report = try await reports.report(try await quarter(request))
        return screen.answer(
            KPICataloguePage(screen: screen, report: report, records: try await store.all(), quarters: try await reports.quarters()).page)
    }

    @Sendable private func show(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let screen = console.screen(request, context)
        return screen.answer(try await page(screen, key: context.text("key"), quarter: quarter(request)).page)
    }

    private func page(_ screen: ConsoleScreen, key: String, quarter: Quarter) async throws -> KPIPage {
        let versions = try await store.versions(of: key)
        let history = try await reports.history(of: versions[0].definition, through: quarter)
        guard let reading = history.last?.reading else { throw KPIError.notFound(key) }
        return KPIPage(screen: screen, reading: reading, versions: versions, history: history)
    }

    @Sendable private func save(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let screen = console.screen(request, context)
        let key = try context.text("key")
        let fields = try await request.formBody(context)
        do throws(FormFault) {
            let definition = try Self.definition(fields["document"] ?? "", key: key)
            do {
                _ = try await store.replace(definition, ifVersion: fields["version"].flatMap { Int($0) }, by: context.requirePrincipal())
            } catch {
                throw FormFault.other(error)
            }
            return screen.redirect(to: "/ui/reporting/kpis/" + key)
        } catch {
            var page = try await page(screen, key: key, quarter: quarter(request))
            page.sent = fields
            page.errors = try error.errors()
            return screen.answer(page.page, status: .unprocessableContent)
        }
    }

    @Sendable private func new(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let screen = console.screen(request, context)
        return screen.answer(NewKPIPage(screen: screen).page)
    }

    @Sendable private func create(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let screen = console.screen(request, context)
        let fields = try await request.formBody(context)
        do throws(FormFault) {
            let definition = try Self.definition(fields["document"] ?? "", key: nil)
            do {
                _ = try await store.create(definition, by: context.requirePrincipal())
            } catch {
                throw FormFault.other(error)
            }
            return screen.redirect(to: "/ui/reporting/kpis/" + definition.key)
        } catch {
            return screen.answer(NewKPIPage(screen: screen, sent: fields, errors: try error.errors()).page, status: .unprocessableContent)
        }
    }

    @Sendable private func targets(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let screen = console.screen(request, context)
        return screen.answer(try await targetsPage(screen, quarter(request)).page)
    }

    @Sendable private func saveTargets(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let screen = console.screen(request, context)
        let quarter = try await quarter(request)
        let fields = try await request.formBody(context)
        var page = try await targetsPage(screen, quarter)
        var targets: [String: DecimalAmount?] = [:]
        var messages: [String: String] = [:]
        for reading in page.readings {
            let key = reading.definition.key
            guard let text = fields[key]?.filter({ $0 != " " }) else { continue }
            if text.isEmpty {
                targets.updateValue(nil, forKey: key)
            } else if let target = TargetsPage.target(text, unit: reading.definition.unit) {
                targets.updateValue(target, forKey: key)
            } else {
                messages[key] = screen("reporting.targets.bad")
            }
        }
        guard messages.isEmpty else {
            page.sent = fields
            page.errors = FormErrors(messages)
            return screen.answer(page.page, status: .unprocessableContent)
        }
        try await store.setTargets(targets, of: quarter, by: context.requirePrincipal())
        return screen.redirect(to: "/ui/reporting?quarter=\(quarter)")
    }

    private func targetsPage(_ screen: ConsoleScreen, _ quarter: Quarter) async throws -> TargetsPage {
        let report = try await reports.report(quarter)
        return TargetsPage(
            screen: screen, quarter: quarter, quarters: try await reports.quarters(), readings: report.readings,
            targets: try await store.targets(of: quarter))
    }

    private func quarter(_ request: Request) async throws -> Quarter {
        guard let text = request.query("quarter") else { return try await reports.latestQuarter() }
        return try KPIRoutes.quarter(text)
    }

    /// Why a document that was typed is refused.
    private enum FormFault: Error {
        case faults([Problem.Fault])
        case other(any Error)

        /// - Throws: what is no fault of the form.
        func errors() throws -> FormErrors {
            switch self {
            case .faults(let faults): return FormErrors(faults.map { Problem.Fault("\($0.pointer): \($0.detail)", pointer: "/document") })
            case .other(let error):
                guard case KPIError.alreadyExists(let key) = error else { throw error }
                return FormErrors([Problem.Fault("/key: \(key)", pointer: "/document")])
            }
        }
    }

    private static func definition(_ text: String, key: String?) throws(FormFault) -> KPIDefinition {
        let definition: KPIDefinition
        do {
            definition = try KPIDefinition(json: try JSONValue(parsing: text))
        } catch let problems as KPIProblems {
            throw .faults(problems.faults.map { Problem.Fault($0.detail, pointer: $0.pointer) })
        } catch {
            throw .faults([Problem.Fault("JSON: \(error)", pointer: "")])
        }
        if let key, definition.key != key { throw .faults([Problem.Fault("= \(key)", pointer: "/key")]) }
        return definition
    }
}
