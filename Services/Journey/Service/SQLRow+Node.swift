import JourneyDomain
import StorageKit

extension SQLRow {
    func node(_ column: String) throws -> NodeID {
        guard let node = NodeID(try text(column)) else { throw StorageError.malformed("column \(column) holds no node id") }
        return node
    }
}
