import CommonModels
import ProfileDomain
import StorageKit

/// Makes guesses anew from somebody's events, when two who were one are two again. Ingest counts where somebody is on days that are
/// later than all before; here every day counts, imported history too.
enum EstimateRebuild {
    static let eventsSQL = """
        SELECT type, name, time, properties, context FROM person_event WHERE profile_id = $1 ORDER BY time, event_seq
        """

    /// - Parameter ids: the living profile and what was merged into it.
    static func estimates(of ids: [ProfileID], in transaction: any SQLTransaction) throws -> [Habit: Estimate] {
        var estimates: [Habit: Estimate] = [:]
        var surroundings: [Int64: CallSurroundings] = [:]
        for id in ids {
            try transaction.forEachRow(eventsSQL, [id]) { row in
                // Where somebody is and which language they read counts once a day.
                let day = try row.instant("time").utcDay
                if surroundings[day] == nil { surroundings[day] = CallSurroundings(context: try row.text("context")) }
                guard try row.text("type") == "track", let name = try row.textOrNull("name"), let weight = ChannelUse.weights[name],
                    let channel = ChannelUse.channel(of: name, try row.json("properties").objectValue ?? [:])
                else { return }
                estimates[.preferredChannel, default: Estimate()].add(channel.rawValue, weight: weight)
            }
        }
        for (_, found) in surroundings.sorted(by: { $0.key < $1.key }) {
            if let timezone = found.timezone { estimates[.timezone, default: Estimate()].add(timezone) }
            if let locale = found.locale { estimates[.locale, default: Estimate()].add(locale) }
        }
        return estimates
    }
}
