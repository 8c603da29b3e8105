import DecisionService
import ServiceKit

try await ServiceMain.run(DecisionService.self)
