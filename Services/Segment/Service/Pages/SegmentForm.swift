import CommonModels
import ConsoleKit
import RuleKit
import SegmentDomain

/// The fields of a new segment as the form sends them, and what is wrong with them in the reader's language.
struct SegmentForm {
    static let ruleExample = """
        {"all": [
          {"trait": "country", "is": "KR"},
          {"event": "Order Completed", "count": {"atLeast": 2}, "within": "30d"}
        ]}
        """

    let key: SegmentKey?
    let name: SegmentName?
    let rule: Rule?
    private(set) var errors: [String: String] = [:]

    init(_ sent: [String: String], _ screen: ConsoleScreen) {
        key = SegmentKey(sent["key"] ?? "")
        name = SegmentName(ko: sent["name_ko"] ?? "", en: sent["name_en"] ?? "")
        var faults: [String: String] = [:]
        if key == nil { faults["key"] = screen("segment.form.keyWrong", ["n": String(SegmentKey.lengthMax)]) }
        if name == nil { faults["name_ko"] = screen("segment.form.nameWrong", ["n": String(SegmentName.lengthMax)]) }
        (rule, faults["rule"]) = SegmentForm.rule(sent["rule"] ?? "", screen)
        errors = faults
    }

    /// The rule alone, or what is wrong with it.
    static func rule(_ text: String, _ screen: ConsoleScreen) -> (Rule?, String?) {
        do {
            return (try Rule(json: try JSONValue(parsing: text)), nil)
        } catch let problems as RuleProblems {
            let lines = problems.problems.map { problem in
                (problem.pointer.isEmpty ? "" : problem.pointer + ": ") + problem.detail(in: screen.locale)
            }
            return (nil, lines.joined(separator: " · "))
        } catch {
            return (nil, screen("segment.form.notJSON"))
        }
    }
}
