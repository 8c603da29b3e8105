import Hummingbird
import NIOCore

/// `/openapi.yaml`, for anybody who has a credential.
struct ContractRoute {
    let text: String

    func add(to router: Router<ServiceContext>) { router.get("/openapi.yaml", use: show) }

    @Sendable private func show(_ request: Request, _ context: ServiceContext) async throws -> Response {
        Response(
            status: .ok, headers: [.contentType: "application/yaml; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }
}
