/// A counter changed between reading and writing it.
struct CapConflict: Error {}
