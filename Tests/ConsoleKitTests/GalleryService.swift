import CommonModels
import ConsoleKit
import Hummingbird
import ServiceKit
import StorageKit

/// A service whose only pages show every part of the console, as a service would draw them.
struct GalleryService: MaruService {
    static let name = ServiceName.segment
    static let migrations: [MigrationSet] = []
    static let openAPI = "openapi: 3.1.0\n"
    let console: Console

    init(frame: ServiceFrame) async throws { console = try Console(frame) }

    var problemShapes: [ProblemShape] { [console.problemShape] }

    func addRoutes(to router: Router<ServiceContext>) {
        console.addRoutes(to: router)
        console.pages(on: router, requiring: .segmentRead)
            .get("/ui/segment", use: gallery)
            .get("/ui/segment/confirm", use: confirm)
            .post("/ui/segment", use: refuse)
            .get("/ui/segment/preview", use: preview)
        console.pages(on: router, requiring: .budgetWrite).get("/ui/segment/money", use: gallery)
    }

    @Sendable private func gallery(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let screen = console.screen(request, context)
        return screen.answer(Gallery(screen: screen).page)
    }

    @Sendable private func confirm(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let screen = console.screen(request, context)
        return screen.answer(
            screen.confirm(
                title: "지우기", active: .segments, consequence: "고객 3명이 세그먼트를 떠납니다.", submit: "지우기", to: "/ui/segment", cancel: "/ui/segment",
                hidden: [("id", "seg_<1>")]))
    }

    @Sendable private func refuse(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let sent = try await request.formBody(context)
        throw Problem.validation([.init("\(sent["name"] ?? "") is taken.", pointer: "/name")])
    }

    @Sendable private func preview(_ request: Request, _ context: ServiceContext) -> Response {
        console.screen(request, context).preview(html: "<p style=\"color:red\">메일</p>")
    }
}
