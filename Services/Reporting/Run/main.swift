import ReportingService
import ServiceKit

try await ServiceMain.run(ReportingService.self)
