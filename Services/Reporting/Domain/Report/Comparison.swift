/// A figure beside the same figure of another quarter.
package struct Comparison: Hashable, Sendable {
    package let quarter: Quarter
    package let figure: Figure
    /// Change over the other quarter's figure; nil when that is zero.
    package let change: Double?
    /// Change in the figure itself.
    package let difference: Double
    /// One of the two quarters is not covered in full: the change says more about the data than about the business.
    package let acrossPartial: Bool

    package init(_ figure: Figure, extent: Coverage.Extent, with other: Figure, of quarter: Quarter, otherExtent: Coverage.Extent) {
        self.quarter = quarter
        self.figure = other
        difference = figure.value - other.value
        change = other.value == 0 ? nil : difference / abs(other.value)
        acrossPartial = extent != .complete || otherExtent != .complete
    }
}
