import CommonModels

extension ConsentCatalogue {
    /// What an installation begins with: everything is opt-in, except that analytics, personalization and advertising may go
    /// on in the United States until the person refuses, as the laws of its states have it. Marketing is asked for everywhere.
    package static let standard = ConsentCatalogue(
        purposes: [marketing, personalization, analytics, advertising].compactMap(\.self), channels: channelNames, regions: regions,
        rules: rules, addressDays: 1_095)

    private static func purpose(
        _ key: String, _ ko: String, _ en: String, channels: [Channel], honoursGPC: Bool = false, textKo: String, textEn: String
    ) -> ConsentPurpose? {
        Purpose(rawValue: key).map {
            ConsentPurpose(
                key: $0, nameKo: ko, nameEn: en, channels: channels, honoursGPC: honoursGPC,
                texts: [ConsentText(version: "1", ko: textKo, en: textEn, since: .epoch)])
        }
    }

    private static let marketing = purpose(
        "marketing", "혜택과 소식", "Offers and news", channels: [.email, .sms, .push],
        textKo: "할인, 새 상품, 행사 소식을 고르신 채널로 보내 드립니다. 언제든지 그만 받으실 수 있습니다.",
        textEn: "We send you offers, new products and events on the channels you choose. You can stop at any time.")
    private static let personalization = purpose(
        "personalization", "맞춤 추천", "Personalization", channels: [.all],
        textKo: "보신 상품과 구매 기록으로 화면과 추천을 고객님에게 맞춥니다.",
        textEn: "We use what you looked at and bought to fit pages and recommendations to you.")
    private static let analytics = purpose(
        "analytics", "이용 분석", "Analytics", channels: [.all],
        textKo: "서비스를 낫게 만들려고 이용 기록을 통계로 봅니다.", textEn: "We look at usage in statistics to make the service better.")
    private static let advertising = purpose(
        "advertising", "광고 제공과 공유", "Advertising and sharing", channels: [.all], honoursGPC: true,
        textKo: "다른 사이트에서 광고를 보여 드리려고 광고 회사와 정보를 나눕니다.",
        textEn: "We share data with advertising companies to show you ads on other sites.")

    private static let channelNames = [
        ConsentChannel(.email, ko: "이메일", en: "E-mail"), ConsentChannel(.sms, ko: "문자", en: "Text message"),
        ConsentChannel(.push, ko: "앱 알림", en: "App notification"), ConsentChannel(.inApp, ko: "앱 안 메시지", en: "In-app message"),
        ConsentChannel(.web, ko: "웹사이트", en: "Website"), ConsentChannel(.all, ko: "모든 채널", en: "Every channel"),
    ]

    private static func countries(_ codes: String) -> Set<Country> {
        Set(codes.split(separator: " ").compactMap { Country(rawValue: String($0)) })
    }

    private static let regions = [
        ConsentRegion(key: "kr", nameKo: "대한민국", nameEn: "South Korea", countries: countries("KR")),
        ConsentRegion(
            key: "europe", nameKo: "유럽 경제 지역·영국·스위스", nameEn: "EEA, United Kingdom, Switzerland",
            countries: countries(
                "AT BE BG HR CY CZ DK EE FI FR DE GR HU IS IE IT LV LI LT LU MT NL NO PL PT RO SK SI ES SE GB CH")),
        ConsentRegion(key: "us", nameKo: "미국", nameEn: "United States", countries: countries("US")),
    ]

    private static let rules = ["personalization", "analytics", "advertising"].compactMap { Purpose(rawValue: $0) }.map {
        ConsentPolicy.Rule(region: "us", purpose: $0, channel: .all, standing: .optOut)
    }
}
