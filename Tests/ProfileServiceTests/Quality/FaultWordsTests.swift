import CommonModels
import ConsoleKit
import ProfileDomain
import ServiceKit
import Testing

@testable import ProfileService

@Suite("Faults of documents in the reader's language")
struct FaultWordsTests {
    private func words(_ locale: ConsoleLocale) throws -> FaultWords { FaultWords(Words(try Catalogue.bundled(), locale)) }

    /// Faults as the documents of three pages meet them.
    private func met() -> [Problem.Fault] {
        var found: [Problem.Fault] = []
        func note(_ make: () throws(DocumentFaults) -> Void) {
            do throws(DocumentFaults) { try make() } catch { found += error.problem.errors }
        }
        let schema: JSONValue = [
            "typ": 1, "type": "text", "minLength": -1, "pattern": "(", "minimum": "0", "required": "a", "properties": [], "enum": [],
            "uniqueItems": 1, "anyOf": [], "format": "hostname", "items": 7, "multipleOf": 0,
        ]
        note { () throws(DocumentFaults) in
            _ = try PlanEntry(json: ["kind": "event", "mode": "stop", "description": 1, "more": 1, "schema": schema])
        }
        note { () throws(DocumentFaults) in _ = try PlanEntry(json: ["kind": "track", "mode": "block", "schema": ["pattern": "(?=a)"]]) }
        note { () throws(DocumentFaults) in _ = try PlanEntry(json: ["kind": "identify", "name": "a", "mode": "block", "schema": true]) }
        note { () throws(DocumentFaults) in _ = try PlanSettings(json: ["unplanned": "x", "quarantineDays": 0, "more": 1]) }
        note { () throws(DocumentFaults) in
            _ = try SignalType(json: ["name": ["ko": ""], "keepDays": 1, "sources": [1], "description": 1, "more": 1], key: "City")
        }
        return found + mapping()
    }

    private func mapping() -> [Problem.Fault] {
        do {
            try ImportMappingStore.check(
                "sourc: a\nevent: {type: sell}\nmessageId: [a]\ngroupBy: {columns: a, window: x}\nwhere: {a: 1}")
            return []
        } catch {
            return (error as? Problem)?.errors ?? []
        }
    }

    @Test("are Korean on Korean pages, word for word the same in English, with their pointers")
    func sentences() throws {
        let ko = try words(.ko)
        let en = try words(.en)
        let faults = met()
        #expect(faults.count > 25 && mapping().count > 5)
        #expect(en.faults(faults) == faults)
        #expect(ko.faults(faults).map(\.pointer) == faults.map(\.pointer))
        for fault in faults {
            let told = ko.text(fault.detail)
            #expect(told.unicodeScalars.contains { (0xAC00...0xD7A3).contains($0.value) }, "\(fault.detail)")
        }
    }

    @Test("keep what was wanted, and what nobody translated")
    func values() throws {
        let ko = try words(.ko)
        #expect(ko.text("must be a whole number from 1 to 365") == "1에서 365까지의 정수여야 합니다")
        #expect(ko.text("must be one of observe, block") == "다음 가운데 하나여야 합니다: observe, block")
        #expect(ko.text("there is no key 'typo' here; known are a, b (line 3)") == "‘typo’ 항목은 여기에 없습니다. 쓸 수 있는 항목: a, b (3번째 줄)")
        #expect(ko.text("must be one of ") == "must be one of ", "nothing is wanted")
        #expect(ko.text("is read by the consent chapter") == "is read by the consent chapter")
        let catalogue = try Catalogue.bundled()
        for name in FaultWords.names { #expect(catalogue.contains("profile.formFault.\(name)"), "\(name)") }
    }
}
