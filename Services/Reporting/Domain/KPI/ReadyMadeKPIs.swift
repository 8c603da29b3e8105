import CommonModels

/// The KPI catalogue a fresh installation starts with; every one can be edited afterwards.
package enum ReadyMadeKPIs {
    /// - Throws: ``KPIProblems`` or `JSONParseError` when a document below is wrong; a test reads them all.
    package static func definitions() throws -> [KPIDefinition] {
        let document = try JSONValue(parsing: text)
        return try (document.arrayValue ?? []).map { try KPIDefinition(json: $0) }
    }

    private static let paidOrder =
        #"{"events":["Order Completed"],"customer":"known","lines":{"in":"products","where":[{"property":"quantity","above":0},{"property":"price","above":0}]}}"#
    private static let contact = #"{"events":["Message Sent","Offer Shown"]}"#
    private static let visit =
        #"{"events":["Product Viewed","Product List Viewed","Product Added","Products Searched","Order Completed","Page Viewed","Screen Viewed"]}"#

    private static let text = """
        [
        {"key":"revenue","name":{"ko":"매출","en":"Revenue"},
         "note":{"ko":"아는 고객이 완료한 주문에서 수량과 가격이 0보다 큰 줄만 더합니다. 취소는 환불 지표로 따로 셉니다.",
                 "en":"Completed orders of known customers; only lines with quantity and price above zero. Cancellations are counted as refunds."},
         "unit":"money","direction":"up","formula":{"sum":{"of":\(paidOrder),"multiply":["quantity","price"],"otherwise":"revenue"}}},
        {"key":"orders","name":{"ko":"주문 수","en":"Orders"},"unit":"count","direction":"up",
         "formula":{"count":{"of":\(paidOrder),"distinct":"order_id"}}},
        {"key":"aov","name":{"ko":"평균 주문 금액","en":"Average order value"},"unit":"money","direction":"up",
         "formula":{"ratio":{"numerator":{"sum":{"of":\(paidOrder),"multiply":["quantity","price"],"otherwise":"revenue"}},
                             "denominator":{"count":{"of":\(paidOrder),"distinct":"order_id"}}}}},
        {"key":"buyers","name":{"ko":"구매 고객","en":"Buyers"},"unit":"people","direction":"up",
         "formula":{"people":{"of":\(paidOrder)}}},
        {"key":"new-buyers","name":{"ko":"신규 구매 고객","en":"New buyers"},
         "note":{"ko":"이전 어느 분기에도 산 적이 없는 고객입니다.","en":"Bought in no earlier quarter."},
         "unit":"people","direction":"up","formula":{"people":{"of":\(paidOrder),"who":"new"}}},
        {"key":"retained-buyers","name":{"ko":"유지 고객","en":"Retained buyers"},
         "note":{"ko":"바로 앞 분기에도 산 고객입니다.","en":"Bought in the quarter before, too."},
         "unit":"people","direction":"up","formula":{"people":{"of":\(paidOrder),"who":"retained"}}},
        {"key":"retention-rate","name":{"ko":"유지율","en":"Retention rate"},
         "note":{"ko":"유지 고객을 앞 분기 구매 고객으로 나눕니다.","en":"Retained buyers over the buyers of the quarter before."},
         "unit":"percent","direction":"up",
         "formula":{"ratio":{"numerator":{"people":{"of":\(paidOrder),"who":"retained"}},
                             "denominator":{"people":{"of":\(paidOrder),"who":"previous"}}}}},
        {"key":"conversion","name":{"ko":"전환율","en":"Conversion"},
         "note":{"ko":"방문하거나 상품을 본 사람 중 산 사람의 비율입니다.","en":"Share of the people who visited or looked at products that bought."},
         "unit":"percent","direction":"up",
         "formula":{"ratio":{"numerator":{"people":{"of":\(paidOrder)}},"denominator":{"people":{"of":\(visit)}}}}},
        {"key":"reach","name":{"ko":"도달 고객","en":"Reach"},
         "note":{"ko":"메시지나 오퍼를 한 번 이상 받은 사람입니다.","en":"People who got at least one message or offer."},
         "unit":"people","direction":"up","formula":{"people":{"of":\(contact)}}},
        {"key":"opt-out-rate","name":{"ko":"수신 거부율","en":"Opt-out rate"},
         "note":{"ko":"메시지를 받은 사람 대비 마케팅 수신 동의를 거둔 사람의 비율입니다.",
                 "en":"People who withdrew consent to marketing, over the people who got a message."},
         "unit":"percent","direction":"down",
         "formula":{"ratio":{"numerator":{"people":{"of":{"events":["Consent Changed"],"where":[{"property":"purpose","is":"marketing"},
                              {"property":"status","is":"withdrawn"}]}}},
                             "denominator":{"people":{"of":{"events":["Message Sent"]}}}}}},
        {"key":"refunds","name":{"ko":"환불","en":"Refunds"},"unit":"money","direction":"down",
         "formula":{"sum":{"of":{"events":["Order Refunded"],"customer":"known"},"property":"refunded","otherwise":"revenue"}}}
        ]
        """
}
