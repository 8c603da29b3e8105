/// How many rows went where.
package struct RowCounts: Sendable, Equatable {
    package var read = 0
    package var leftOut = 0
    package var rejected = 0
}
