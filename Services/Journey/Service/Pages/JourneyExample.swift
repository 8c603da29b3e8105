/// The journey a new form starts with: one reminder an hour after a cart was left behind.
enum JourneyExample {
    static let text = """
        {
          "timezone": "Asia/Seoul",
          "goal": {"event": "Order Completed"},
          "nodes": [
            {"id": "start", "type": "entry", "event": "Product Added", "reentry": {"every": "7d"}, "next": "wait"},
            {"id": "wait", "type": "wait", "for": "1h", "next": "remind"},
            {"id": "remind", "type": "message", "channel": "email", "purpose": "marketing",
             "inline": {"subject": "장바구니에 담아 두신 상품이 있습니다", "text": "잊지 않으셨나요?"}, "next": "end"},
            {"id": "end", "type": "exit"}
          ]
        }
        """
}
