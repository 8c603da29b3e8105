/// Computed traits that come with Maru, over the order events of Segment's e-commerce specification. They are documents like
/// any other: a company edits or removes them. The currency is the won until somebody says otherwise.
enum ReadyMadeTraits {
    static let documents: [(key: String, json: String)] = [
        ("orderCount", #"{"key":"orderCount","name":{"ko":"주문 수","en":"Orders"},"events":["Order Completed"],"aggregate":"count"}"#),
        (
            "totalSpend",
            #"{"key":"totalSpend","name":{"ko":"누적 구매액","en":"Total spend"},"events":["Order Completed"],"aggregate":"sum","properties":["revenue","total"],"minus":{"events":["Order Refunded"],"properties":["total","revenue"]},"unit":{"currency":"KRW"}}"#
        ),
        (
            "averageOrderValue",
            #"{"key":"averageOrderValue","name":{"ko":"평균 주문액","en":"Average order"},"events":["Order Completed"],"aggregate":"average","properties":["revenue","total"],"minus":{"events":["Order Refunded"],"properties":["total","revenue"]},"unit":{"currency":"KRW"}}"#
        ),
        (
            "orderCount90d",
            #"{"key":"orderCount90d","name":{"ko":"최근 90일 주문 수","en":"Orders in 90 days"},"events":["Order Completed"],"aggregate":"count","window":"90d"}"#
        ),
        (
            "spend365d",
            #"{"key":"spend365d","name":{"ko":"최근 1년 구매액","en":"Spend in a year"},"events":["Order Completed"],"aggregate":"sum","properties":["revenue","total"],"window":"365d","minus":{"events":["Order Refunded"],"properties":["total","revenue"]},"unit":{"currency":"KRW"}}"#
        ),
        (
            "firstOrderAt",
            #"{"key":"firstOrderAt","name":{"ko":"첫 주문","en":"First order"},"events":["Order Completed"],"aggregate":"first"}"#
        ),
        ("lastOrderAt", #"{"key":"lastOrderAt","name":{"ko":"마지막 주문","en":"Last order"},"events":["Order Completed"],"aggregate":"last"}"#),
        (
            "daysSinceLastOrder",
            #"{"key":"daysSinceLastOrder","name":{"ko":"마지막 주문 뒤 지난 날","en":"Days since last order"},"events":["Order Completed"],"aggregate":"daysSinceLast","unit":"days","isActive":false}"#
        ),
        (
            "favouriteCategory",
            #"{"key":"favouriteCategory","name":{"ko":"좋아하는 분류","en":"Favourite category"},"events":["Order Completed"],"aggregate":"mostFrequent","properties":["products.category","category"]}"#
        ),
        ("refundCount", #"{"key":"refundCount","name":{"ko":"환불 수","en":"Refunds"},"events":["Order Refunded"],"aggregate":"count"}"#),
    ]

    static var inserts: [String] {
        documents.map { key, json in
            """
            INSERT INTO computed_trait (trait, document, version, built_version, is_deleted, updated_at, updated_by)
            VALUES ('\(key)', '\(json)', 1, 0, 0, 0, 'maru')
            """
        } + ["UPDATE trait_plan SET revision = revision + 1 WHERE id = 1"]
    }
}
