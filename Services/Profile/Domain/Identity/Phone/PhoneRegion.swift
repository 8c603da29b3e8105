/// How numbers of one region are dialled at home and from abroad.
///
/// Calling codes, trunk prefixes and lengths of fixed and mobile numbers follow ITU-T E.164 national numbering plans as
/// libphonenumber's metadata has them. Only the length of a national number is checked, and of Korea and North America
/// its beginning.
package struct PhoneRegion: Hashable, Sendable {
    package let callingCode: String
    /// What is dialled before a national number at home and never from abroad.
    package let trunkPrefix: String
    /// What is dialled before a country code; empty where carriers differ, so that it cannot be told from a number.
    package let internationalPrefix: String
    /// Digits of a national number.
    package let lengths: Set<Int>

    /// Regions by ISO 3166-1 alpha-2 code.
    package static let all: [String: PhoneRegion] = Dictionary(
        uniqueKeysWithValues: table.split(separator: "\n").map { line in
            let parts = line.split(separator: " ").map(String.init)
            func optional(_ text: String) -> String { text == "-" ? "" : text }
            let lengths = Set(parts[4].split(separator: ",").compactMap { Int($0) })
            return (
                parts[0],
                PhoneRegion(
                    callingCode: parts[1], trunkPrefix: optional(parts[2]), internationalPrefix: optional(parts[3]), lengths: lengths)
            )
        })

    /// Region, calling code, trunk prefix, international prefix, lengths.
    private static let table = """
        KR 82 0 - 8,9,10,11
        US 1 1 011 10
        CA 1 1 011 10
        GB 44 0 00 9,10
        JP 81 0 010 9,10
        CN 86 0 00 9,10,11
        TW 886 0 - 8,9
        HK 852 - - 8
        MO 853 - 00 8
        SG 65 - - 8
        MY 60 0 00 8,9,10
        TH 66 0 - 8,9
        VN 84 0 00 9,10
        PH 63 0 00 8,9,10
        ID 62 0 - 8,9,10,11,12
        IN 91 0 00 10
        AU 61 0 0011 9
        NZ 64 0 00 8,9,10
        DE 49 0 00 6,7,8,9,10,11
        FR 33 0 00 9
        ES 34 - 00 9
        PT 351 - 00 9
        IT 39 - 00 8,9,10,11
        NL 31 0 00 9
        BE 32 0 00 8,9
        CH 41 0 00 9
        AT 43 0 00 7,8,9,10,11,12,13
        IE 353 0 00 7,8,9
        DK 45 - 00 8
        SE 46 0 00 7,8,9
        NO 47 - 00 8
        FI 358 0 - 7,8,9,10
        PL 48 - 00 9
        CZ 420 - 00 9
        GR 30 - 00 10
        TR 90 0 00 10
        RU 7 8 810 10
        KZ 7 8 810 10
        UA 380 0 00 9
        AE 971 0 00 8,9
        SA 966 0 00 9
        QA 974 - 00 8
        KW 965 - 00 8
        MX 52 - - 10
        BR 55 0 - 10,11
        """

    /// Whether these digits are a national number by what is known of the region.
    func takes(_ digits: Substring) -> Bool {
        guard lengths.contains(digits.count) else { return false }
        return switch callingCode {
        case "82": Self.isKorean(digits)
        case "1": Self.isNorthAmerican(digits)
        default: true
        }
    }

    /// Mobile 10, 11, 16–19; Seoul 2; areas 31–64; internet 70; free 80; personal 50x.
    private static func isKorean(_ digits: Substring) -> Bool {
        let digit = digits.utf8.map { $0 - 48 }
        switch digit[0] {
        case 1:
            guard [0, 1, 6, 7, 8, 9].contains(digit[1]) else { return false }
            return digits.count == 10 || digits.count == 9 && digit[1] != 0
        case 2: return (8...9).contains(digits.count)
        case 3, 4, 6: return (1...4).contains(digit[1]) && (9...10).contains(digits.count)
        case 5 where digit[1] == 0: return (10...11).contains(digits.count)
        case 5: return (1...5).contains(digit[1]) && (9...10).contains(digits.count)
        case 7: return digit[1] == 0 && digits.count == 10
        case 8: return digit[1] == 0 && (9...10).contains(digits.count)
        default: return false
        }
    }

    /// Area code and exchange begin with 2 to 9.
    private static func isNorthAmerican(_ digits: Substring) -> Bool {
        let digit = Array(digits.utf8)
        return digit[0] >= 50 && digit[3] >= 50
    }
}
