import ConfigKit

/// One file of each kind of what events, signals and files must look like.
enum QualityFiles {
    static let all = [
        ConfigFile(
            path: "profile/tracking-plan-settings.yaml",
            text: "kind: tracking-plan-settings\nspec: {unplanned: observe, quarantineDays: 30}\n"),
        ConfigFile(path: "profile/plan/order.yaml", text: order),
        ConfigFile(
            path: "profile/plan/pages.yaml",
            text: "kind: tracking-plan-entry\nname: 'page:*'\nspec: {mode: observe, schema: {required: [path]}}\n"),
        ConfigFile(
            path: "profile/signals/city.yaml",
            text: """
                kind: signal-type
                name: city
                spec: {name: {ko: 도시, en: City}, idPattern: '@@@', sources: [weather], keepDays: 365}
                """),
        ConfigFile(path: "profile/mappings/orders.yaml", text: mapping),
    ]

    private static let order = """
        kind: tracking-plan-entry
        name: 'track:Order / Completed: 주문'
        spec:
          mode: quarantine
          description: 주문
          schema:
            type: object
            required: [order_id, revenue]
            properties:
              revenue: {type: number, minimum: 0, multipleOf: 0.01}
              coupon: {enum: [null, 'NO', '1', 1, true]}
        """

    private static let mapping = """
        kind: import-mapping
        name: orders
        spec:
          source: shop
          timeZone: Asia/Seoul
          event: {name: [{is: Order Completed, when: [{column: total, above: 0.5}]}, {is: Order Refunded}]}
          messageId: '{order_id}'
          userId: '{customer}'
          timestamp: {column: at, format: 'yyyy-MM-dd HH:mm:ss'}
          groupBy: {columns: [order_id], window: 50}
          properties:
            rate: {value: '1.50'}
            orderId: {column: order_id}
        """
}
