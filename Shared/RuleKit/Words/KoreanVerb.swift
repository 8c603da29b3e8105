/// The endings a Korean clause needs: polite and final, joined by "and" or "or", or modifying a noun.
enum KoreanVerb {
    case be, beNot, exist, lack, large, small, many, few, act, actNot, acted, became, passed

    enum Ending: Int { case final, and, or, modifier }

    func ending(_ ending: Ending) -> String {
        let forms =
            switch self {
            case .be: ["입니다", "이고", "이거나", "인"]
            case .beNot: [" 아닙니다", " 아니고", " 아니거나", " 아닌"]
            case .exist: [" 있습니다", " 있고", " 있거나", " 있는"]
            case .lack: [" 없습니다", " 없고", " 없거나", " 없는"]
            case .large: [" 큽니다", " 크고", " 크거나", " 큰"]
            case .small: [" 작습니다", " 작고", " 작거나", " 작은"]
            case .many: [" 많습니다", " 많고", " 많거나", " 많은"]
            case .few: [" 적습니다", " 적고", " 적거나", " 적은"]
            case .act: ["합니다", "하고", "하거나", "하는"]
            case .actNot: [" 않습니다", " 않고", " 않거나", " 않는"]
            case .acted: ["했습니다", "했고", "했거나", "한"]
            case .became: ["되었습니다", "되었고", "되었거나", "된"]
            case .passed: [" 지났습니다", " 지났고", " 지났거나", " 지난"]
            }
        return forms[ending.rawValue]
    }
}
