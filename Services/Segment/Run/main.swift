import SegmentService
import ServiceKit

try await ServiceMain.run(SegmentService.self)
