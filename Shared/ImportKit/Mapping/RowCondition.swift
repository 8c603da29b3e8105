/// A test of one column.
struct RowCondition: Sendable {
    enum Test: Sendable, Equatable {
        case equals([UInt8])
        case differs([UInt8])
        case startsWith([UInt8])
        case doesNotStartWith([UInt8])
        case isEmpty(Bool)
        case above(Double)
        case below(Double)
    }

    let column: String
    let test: Test

    /// Whether the content of the column passes. Text that is no number is neither above nor below.
    func holds(_ content: ArraySlice<UInt8>) -> Bool {
        switch test {
        case .equals(let text): content.elementsEqual(text)
        case .differs(let text): !content.elementsEqual(text)
        case .startsWith(let text): content.starts(with: text)
        case .doesNotStartWith(let text): !content.starts(with: text)
        case .isEmpty(let wanted): content.isEmpty == wanted
        case .above(let limit): DecimalBytes(content).map { $0.double > limit } ?? false
        case .below(let limit): DecimalBytes(content).map { $0.double < limit } ?? false
        }
    }
}
