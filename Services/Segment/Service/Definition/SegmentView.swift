import CommonModels
import RuleKit
import SegmentDomain

/// A segment as the API answers it.
struct SegmentView: Encodable {
    /// The rule in words.
    struct Sentence: Encodable {
        let ko: String
        let en: String

        init(_ rule: Rule, names: [SegmentID: SegmentName]) {
            ko = rule.sentence(in: .ko, names: RuleNames(segments: names.mapValues(\.ko)))
            en = rule.sentence(in: .en, names: RuleNames(segments: names.mapValues(\.en)))
        }
    }

    let id: SegmentID
    let key: String
    let name: SegmentName
    let rule: Rule
    let sentence: Sentence
    let status: Segment.Status
    let version: Int
    let size: Int64
    /// See `/v1/jobs/{id}`.
    let jobId: JobID?
    let createdAt: Instant
    let updatedAt: Instant
    let activatedAt: Instant?
    /// Why it is a draft again: the policy that came to stand against it, `{policy, field, label}`.
    let suspension: JSONValue?

    init(_ stored: StoredSegment, names: [SegmentID: SegmentName]) {
        let segment = stored.segment
        id = segment.id
        key = segment.key.text
        name = segment.name
        rule = segment.rule
        sentence = Sentence(segment.rule, names: names)
        status = segment.status
        version = segment.version
        size = stored.size
        jobId = stored.backfillJob
        createdAt = segment.createdAt
        updatedAt = segment.updatedAt
        activatedAt = segment.activatedAt
        suspension = segment.suspension?.json
    }
}
