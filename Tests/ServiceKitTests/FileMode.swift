import Foundation

/// The permission bits of a file.
enum FileMode {
    /// nil if there is no such file.
    static func of(_ path: String) -> Int? {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        return Int(status.st_mode & 0o777)
    }
}
