import Synchronization

/// Makes trace and span ids: a seed drawn once from the system, then a counter mixed by SplitMix64.
///
/// No system call on the request path; ids of one process never repeat.
package final class TraceSource: Sendable {
    private let seed: UInt64
    private let processHigh: UInt64
    private let counter = Atomic<UInt64>(0)

    package init() {
        var random = SystemRandomNumberGenerator()
        seed = random.next()
        processHigh = random.next() | 1
    }

    /// A new trace.
    package func root() -> TraceContext {
        TraceContext(traceHigh: processHigh, traceLow: next(), span: next(), isSampled: true)
    }

    /// A new span of the trace of `parent`.
    package func child(of parent: TraceContext) -> TraceContext {
        TraceContext(traceHigh: parent.traceHigh, traceLow: parent.traceLow, span: next(), isSampled: parent.isSampled)
    }

    /// SplitMix64 (Steele, Lea, Flood 2014).
    private func next() -> UInt64 {
        let step = counter.wrappingAdd(1, ordering: .relaxed).newValue
        var mixed = seed &+ step &* 0x9E37_79B9_7F4A_7C15
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        mixed ^= mixed >> 31
        return mixed == 0 ? 1 : mixed
    }
}
