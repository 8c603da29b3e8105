import CommonModels
import ImportKit
import ProfileDomain

extension ImportRecord {
    /// - Parameter withSamples: the first events hold what the file holds of people; not everybody who may see the import
    ///   may see them.
    func json(withSamples: Bool) -> JSONValue {
        var members: JSONObject = [
            "id": .string(id.rawValue), "file": .string(file.rawValue), "fileName": .string(fileName), "format": .string(format.rawValue),
            "source": .string(source), "dryRun": .bool(isDryRun), "state": .string(phase.rawValue), "counts": counts.json,
            "createdAt": .string(createdAt.rfc3339), "updatedAt": .string(updatedAt.rfc3339),
        ]
        if let mapping { members["mapping"] = .string(mapping) }
        if let reason { members["reason"] = .string(reason) }
        if let job { members["jobId"] = .string(job.rawValue) }
        if let finishedAt { members["finishedAt"] = .string(finishedAt.rfc3339) }
        if let speed {
            members["rowsPerSecond"] = .number(speed.rowsPerSecond.rounded())
            if let remaining = speed.remaining { members["secondsLeft"] = .integer(remaining.components.seconds) }
        }
        if isDryRun, withSamples { members["samples"] = .array(samples.map { .string($0) }) }
        return .object(members)
    }
}

extension ImportRecord.Counts {
    var json: JSONValue {
        [
            "rows": .integer(rows), "events": .integer(events), "duplicates": .integer(duplicates), "erased": .integer(erased),
            "quarantined": .integer(quarantined), "rejectedRows": .integer(rejected), "leftOutRows": .integer(leftOut),
            "bytesRead": .integer(bytesRead), "bytes": .integer(bytesTotal),
        ]
    }
}
