/// Journeys the tests share.
enum Documents {
    static let segment = "seg_01h2xcejqtf2nbrexx3vqjhp41"

    /// Segment entry, two hours' wait, one e-mail, a day's wait, one note in the inbox.
    static func welcome(reentry: String = "\"once\"", subject: String = "First", extra: String = "") -> String {
        """
        {"timezone": "Asia/Seoul", \(extra)
         "nodes": [
          {"id": "start", "type": "entry", "segment": "\(segment)", "reentry": \(reentry), "next": "pause"},
          {"id": "pause", "type": "wait", "for": "2h", "next": "mail"},
          {"id": "mail", "type": "message", "channel": "email", "purpose": "marketing",
           "inline": {"subject": "\(subject)", "text": "Hello"}, "next": "day"},
          {"id": "day", "type": "wait", "for": "1d", "next": "note"},
          {"id": "note", "type": "message", "channel": "inApp", "purpose": "marketing",
           "inline": {"subject": "Second", "text": "Hello again"}, "next": "end"},
          {"id": "end", "type": "exit"}]}
        """
    }

    /// A cart left behind: a decision, then a mail with the offer or a webhook without.
    static let cart = """
        {"goal": {"event": "Order Completed"},
         "nodes": [
          {"id": "start", "type": "entry", "event": "Cart Abandoned", "where": [{"property": "total", "atLeast": 50}], "reentry": {"every": "7d"}, "next": "pause"},
          {"id": "pause", "type": "wait", "for": "1h", "next": "kind"},
          {"id": "kind", "type": "condition", "rule": {"trait": "country", "is": "KR"}, "yes": "offer", "no": "call"},
          {"id": "offer", "type": "decision", "placement": "cart", "offer": "mail", "none": "call"},
          {"id": "mail", "type": "message", "channel": "email", "purpose": "marketing", "content": "cart-offer", "next": "end"},
          {"id": "call", "type": "message", "channel": "webhook", "purpose": "transactional", "url": "https://hooks.example/cart",
           "inline": {"subject": "Cart", "text": "left"}, "next": "end"},
          {"id": "end", "type": "exit"}]}
        """

    /// One mail at ten in the morning of the person's own clock.
    static let morning = """
        {"nodes": [
          {"id": "start", "type": "entry", "segment": "\(segment)", "next": "morning"},
          {"id": "morning", "type": "wait", "until": {"time": "10:00"}, "next": "mail"},
          {"id": "mail", "type": "message", "channel": "email", "purpose": "marketing", "inline": {"subject": "Morning", "text": "Good morning"}, "next": "end"},
          {"id": "end", "type": "exit"}]}
        """
}
