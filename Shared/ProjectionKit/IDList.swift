package import StorageKit

/// Ids for `IN (…)`, in chunks whose sizes are powers of two, so that few different statements are prepared.
package struct IDList {
    package static let chunkMax = 256

    private let ids: [String]

    /// As parameters: the last id fills up the chunk.
    package var arguments: [any SQLBindable] { ids }

    /// `$from, $from+1, …`
    package func placeholders(from first: Int) -> String {
        (first..<first + ids.count).map { "$\($0)" }.joined(separator: ",")
    }

    /// The number of the first parameter after these, when they begin at `first`.
    package func next(after first: Int) -> Int { first + ids.count }

    package static func forEachChunk(of ids: [String], _ body: (IDList) throws -> Void) rethrows {
        var start = 0
        while start < ids.count {
            let end = min(start + chunkMax, ids.count)
            var chunk = Array(ids[start..<end])
            var size = 1
            while size < chunk.count { size *= 2 }
            if let last = chunk.last { chunk += Array(repeating: last, count: size - chunk.count) }
            try body(IDList(ids: chunk))
            start = end
        }
    }
}
