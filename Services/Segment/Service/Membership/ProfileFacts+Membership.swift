import ProjectionKit
import SegmentDomain

extension ProfileFacts: MembershipFacts {}
