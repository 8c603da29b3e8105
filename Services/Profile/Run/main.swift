import ProfileService
import ServiceKit

try await ServiceMain.run(ProfileService.self)
