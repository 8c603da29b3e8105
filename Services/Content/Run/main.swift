import ContentService
import ServiceKit

try await ServiceMain.run(ContentService.self)
