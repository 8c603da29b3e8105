import ProjectionKit
import SegmentDomain

extension SegmentTouch {
    init(_ touch: ProjectionChanges.Touch) {
        self.init(
            traits: touch.traits, events: touch.events, consents: touch.consents, isEverything: touch.isNew || touch.isMerge)
    }
}
