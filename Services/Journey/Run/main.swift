import JourneyService
import ServiceKit

try await ServiceMain.run(JourneyService.self)
