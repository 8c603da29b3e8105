/// The retailer's shelf: beauty and living, prices in won.
package struct DemoProduct: Hashable, Sendable {
    package let id: String
    package let name: String
    package let category: String
    package let price: Int64

    package static let catalogue: [DemoProduct] = [
        ("보습 크림", "skincare", 32_000), ("각질 제거제", "skincare", 18_000), ("선크림 SPF50", "skincare", 24_000), ("수분 앰플", "skincare", 41_000),
        ("클렌징 오일", "skincare", 21_000), ("립 틴트", "makeup", 14_000), ("쿠션 파운데이션", "makeup", 36_000), ("마스카라", "makeup", 19_000),
        ("아이섀도 팔레트", "makeup", 38_000), ("브로우 펜슬", "makeup", 9_000), ("샴푸", "hair", 16_000), ("헤어 에센스", "hair", 22_000),
        ("두피 토닉", "hair", 27_000), ("바디 워시", "body", 13_000), ("바디 로션", "body", 17_000), ("핸드크림", "body", 8_000),
        ("룸 스프레이", "living", 25_000), ("소이 캔들", "living", 29_000), ("리넨 타월", "living", 34_000), ("티 세트", "living", 68_000),
    ].enumerated().map { index, item in
        DemoProduct(id: "P\(101 + index)", name: item.0, category: item.1, price: item.2)
    }
}
