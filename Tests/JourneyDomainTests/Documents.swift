import CommonModels
import JourneyDomain

/// Journey documents the tests share.
enum Documents {
    static let segment = "seg_01h2xcejqtf2nbrexx3vqjhp41"

    /// Segment entry, a wait, a condition, a decision and two messages.
    static let welcome = """
        {"timezone": "Asia/Seoul", "goal": {"event": "Order Completed", "where": [{"property": "total", "atLeast": 100}]},
         "nodes": [
          {"id": "start", "type": "entry", "segment": "\(segment)", "reentry": "once", "next": "wait"},
          {"id": "wait", "type": "wait", "for": "2d", "next": "korean"},
          {"id": "korean", "type": "condition", "rule": {"trait": "country", "is": "KR"}, "yes": "offer", "no": "end"},
          {"id": "offer", "type": "decision", "placement": "email-hero", "offer": "mail", "none": "note"},
          {"id": "mail", "type": "message", "channel": "email", "purpose": "marketing", "content": "welcome", "next": "end"},
          {"id": "note", "type": "message", "channel": "inApp", "purpose": "marketing",
           "inline": {"subject": "Hello", "text": "Welcome"}, "next": "end"},
          {"id": "end", "type": "exit"}]}
        """

    static func document(_ text: String) throws -> JourneyDocument { try JourneyDocument(json: try JSONValue(parsing: text)) }

    static func issues(_ text: String) throws -> [JourneyIssue] {
        do {
            _ = try document(text)
            return []
        } catch let error as JourneyIssues {
            return error.issues
        }
    }
}
