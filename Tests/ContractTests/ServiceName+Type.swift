import CommonModels
import ContentService
import DecisionService
import JourneyService
import ProfileService
import ReportingService
import SegmentService
import ServiceKit

extension ServiceName {
    /// The service of this name.
    var type: any MaruService.Type {
        switch self {
        case .profile: ProfileService.self
        case .segment: SegmentService.self
        case .content: ContentService.self
        case .journey: JourneyService.self
        case .decision: DecisionService.self
        case .reporting: ReportingService.self
        }
    }
}
