import CommonModels
import ConsoleKit

extension Customer360 {
    func name(of membership: SegmentMembershipView) -> String {
        membership.name[screen.locale.rawValue] ?? membership.name["ko"] ?? membership.name["en"] ?? membership.key
    }

    var segments: Markup {
        guard around.maySeeSegments else { return .empty }
        return .card(screen("profile.segments.title")) {
            if let segments = around.segments {
                if segments.isEmpty { Markup.why(screen("profile.segments.none")) }
                Markup.row {
                    for segment in segments {
                        Markup.link(
                            body: .tag(name(of: segment), .accent), screen.link("/ui/segment/\(segment.segmentId.rawValue)", of: .segment))
                    }
                }
            } else {
                screen.degraded(.segment)
            }
        }
    }

    var journeys: Markup {
        guard around.maySeeJourneys else { return .empty }
        return .card(screen("profile.journeys.title")) {
            if let runs = around.journeys {
                if runs.isEmpty { Markup.why(screen("profile.journeys.none")) } else { runTable(Array(runs.prefix(10))) }
            } else {
                screen.degraded(.journey)
            }
        }
    }

    private func runTable(_ runs: [JSONValue]) -> Markup {
        Markup.table(
            label: screen("profile.journeys.title"),
            [
                TableColumn(screen("profile.journeys.journey")), TableColumn(screen("profile.journeys.now")),
                .number(screen("profile.journeys.since")),
            ], runs
        ) { run in
            let title = run["journeyName"]?[screen.locale.rawValue]?.stringValue ?? run["journeyKey"]?.stringValue ?? ""
            let version = run["version"]?.intValue.map { " v\($0)" } ?? ""
            let entered = run["enteredAt"]?.stringValue.flatMap { Instant(rfc3339: $0) }
            let journey: Markup =
                run["journeyId"]?.stringValue.map { .link(title, screen.link("/ui/journey/\($0)", of: .journey)) } ?? .text(title)
            return [journey + .small(version), runTag(run), .text(entered.map(screen.format.relative) ?? "")]
        }
    }

    private func runTag(_ run: JSONValue) -> Markup {
        let state = run["state"]?.stringValue ?? ""
        if state == "finished" {
            let outcome = run["outcome"]?.stringValue ?? "completed"
            return .tag(
                screen.words.optional("profile.journeys.outcome.\(outcome)", fallback: outcome),
                outcome == "converted" || outcome == "completed" ? .good : .plain)
        }
        let due = run["due"]?.stringValue.flatMap { Instant(rfc3339: $0) }
        let label = screen.words.optional("profile.journeys.state.\(state)", fallback: state)
        return .tag(due.map { "\(label): \(screen.format.relative($0))" } ?? label, .info)
    }

    /// Which experiments the customer is in, and whether they are held out of everything.
    var experimentsCard: Markup {
        var arms: [(experiment: String, arm: String)] = []
        for entry in experiments {
            guard let key = entry.event.properties["experiment_id"]?.stringValue,
                let arm = entry.event.properties["variation_id"]?.stringValue,
                !arms.contains(where: { $0.experiment == key })
            else { continue }
            arms.append((key, arm))
        }
        return .card(screen("profile.experiments.title")) {
            if arms.isEmpty { Markup.why(screen("profile.experiments.none")) }
            Markup.row {
                for arm in arms {
                    if arm.experiment == GlobalHoldout.key {
                        let isHeldOut = arm.arm == GlobalHoldout.holdout
                        Markup.tag(
                            screen(isHeldOut ? "profile.experiments.heldOut" : "profile.experiments.notHeldOut"), isHeldOut ? .warn : .plain
                        )
                    } else {
                        Markup.tag("\(arm.experiment): \(arm.arm)")
                    }
                }
            }
        }
    }
}
