package import CommonModels

/// Everything stated about one person or group: per trait what each kind says, and which of it counts.
package struct TraitSheet: Hashable, Sendable {
    package private(set) var statements: [TraitKey: TraitStatement]

    package init(_ statements: [TraitKey: TraitStatement] = [:]) { self.statements = statements }

    /// Takes in statements of other kinds, as they are.
    package mutating func hold(_ others: [TraitKey: TraitStatement]) { statements.merge(others) { own, _ in own } }

    /// The value that counts: of the first kind in ``TraitKind``'s order that has one.
    package func view(_ name: String) -> TraitView? {
        for kind in TraitKind.allCases {
            if let statement = statements[TraitKey(name, kind)], !statement.isTakenBack { return statement.view(kind) }
        }
        return nil
    }

    /// By name, the values that count.
    package var views: [String: TraitView] {
        var views: [String: TraitView] = [:]
        for (key, statement) in statements where !statement.isTakenBack {
            if let other = views[key.name], other.kind.precedence < key.kind.precedence { continue }
            views[key.name] = statement.view(key.kind)
        }
        return views
    }

    /// Applies what a source says, each trait by itself; null takes one back.
    package mutating func state(_ stated: JSONObject, _ word: TraitWord, under priorities: SourcePriorities = .none) -> TraitOutcome {
        var outcome = TraitOutcome()
        for (name, value) in stated {
            if let reason = TraitLimits.fault(of: value, named: name) {
                outcome.faults.append(TraitFault(name: name, reason: reason))
                continue
            }
            let new = TraitStatement(tree: TraitTree(value, at: word.at), at: word.at, source: word.source, reason: word.reason)
            take(new, as: TraitKey(name, word.kind), under: priorities, &outcome)
        }
        return outcome
    }

    /// Takes over what is known of somebody who turned out to be the same. Computed and inferred values are left out: they
    /// are made anew from the events of both.
    package mutating func absorb(_ other: TraitSheet, under priorities: SourcePriorities = .none) -> TraitOutcome {
        var outcome = TraitOutcome()
        for (key, statement) in other.statements where key.kind == .zeroParty || key.kind == .firstParty {
            // Of equal times this sheet's own word counts, as it does in every projection that follows the feed.
            if let own = statements[key], own.at == statement.at, own.tree == statement.tree { continue }
            take(statement, as: key, under: priorities, isOlderAtTies: true, &outcome)
        }
        return outcome
    }

    /// Takes out of everything people and sources stated under a name what was never true of the person, also where it does not count or
    /// counts no more.
    package mutating func forget(_ name: String, where isWrong: (JSONValue) -> Bool) -> TraitOutcome {
        var outcome = TraitOutcome()
        let before = view(name)
        for key in [TraitKey(name, .zeroParty), TraitKey(name, .firstParty)] {
            guard let known = statements[key] else { continue }
            var left = known
            if isWrong(known.value) { left.tree = .leaf(.null, known.at.microseconds) }
            left.previous = known.previous.flatMap { isWrong($0.value) ? nil : $0 }
            left.overruled = known.overruled.flatMap { isWrong($0.value) ? nil : $0 }
            guard left != known else { continue }
            statements[key] = left
            outcome.written[key] = left
        }
        outcome.note(name, before: before, after: view(name))
        return outcome
    }

    /// Forgets, of a trait that was corrected, what any kind said before.
    package mutating func forgetPast(_ name: String) -> [TraitKey: TraitStatement] {
        var written: [TraitKey: TraitStatement] = [:]
        for key in [TraitKey(name, .zeroParty), TraitKey(name, .firstParty)] {
            guard var known = statements[key], known.previous != nil || known.overruled != nil else { continue }
            (known.previous, known.overruled) = (nil, nil)
            statements[key] = known
            written[key] = known
        }
        return written
    }

    /// Lets priorities decide between what is still known of a trait: the value that counts, the one before it, and the latest one that
    /// was overruled. What was taken back stays so.
    package mutating func settle(_ name: String, under priorities: SourcePriorities) -> TraitOutcome {
        var outcome = TraitOutcome()
        let before = view(name)
        for key in [TraitKey(name, .zeroParty), TraitKey(name, .firstParty)] {
            guard let known = statements[key], !known.isTakenBack else { continue }
            func order(_ past: TraitPast) -> (Int, Int64) { (priorities.rank(of: past.source, for: name), -past.at.microseconds) }
            var others = [known.previous, known.overruled].compactMap(\.self).filter { !$0.value.isNull }
            guard let place = others.indices.min(by: { order(others[$0]) < order(others[$1]) }), order(others[place]) < order(known.past)
            else { continue }
            let best = others[place]
            others[place] = known.past
            var settled = TraitStatement(tree: TraitTree(best.value, at: best.at), at: best.at, source: best.source)
            // Each of the others is kept once, so that an earlier list can be put back.
            let overruled = others.indices.filter { order(others[$0]).0 > order(best).0 }.max { others[$0].at < others[$1].at }
            settled.overruled = overruled.map { others.remove(at: $0) }
            settled.previous = others.max { $0.at < $1.at }
            statements[key] = settled
            outcome.written[key] = settled
        }
        outcome.note(name, before: before, after: view(name))
        return outcome
    }

    /// Sets, or with nil takes away, a value that Maru itself makes. What it was before is not kept: it may have been made from something
    /// else, with other labels.
    package mutating func set(_ view: TraitView?, as key: TraitKey) -> TraitOutcome {
        var outcome = TraitOutcome()
        let before = self.view(key.name)
        if let view {
            statements[key] = TraitStatement(
                tree: .leaf(view.value, view.at.microseconds), at: view.at, source: view.source, confidence: view.confidence)
            outcome.written[key] = statements[key]
        } else if statements.removeValue(forKey: key) != nil {
            outcome.dropped.append(key)
        }
        outcome.note(key.name, before: before, after: self.view(key.name))
        return outcome
    }

    private mutating func take(
        _ new: TraitStatement, as key: TraitKey, under priorities: SourcePriorities, isOlderAtTies: Bool = false,
        _ outcome: inout TraitOutcome
    ) {
        let before = view(key.name)
        guard var known = statements[key] else {
            let room = new.isTakenBack ? 2 * TraitLimits.countMax : TraitLimits.countMax
            guard statements.count < room || (!new.isTakenBack && hasRoom) else {
                if !new.isTakenBack { outcome.faults.append(TraitFault(name: key.name, reason: .tooMany)) }
                return
            }
            statements[key] = new
            outcome.written[key] = new
            outcome.note(key.name, before: before, after: view(key.name))
            return
        }
        let (own, others) = (priorities.rank(of: known.source, for: key.name), priorities.rank(of: new.source, for: key.name))
        if others > own {
            if new.isTakenBack {
                guard known.forget(new.source, until: new.at) else { return }
            } else {
                guard known.overruled.map({ $0.at <= new.at }) ?? true else { return }
                known.overruled = new.past
            }
        } else if others < own {
            known = TraitSheet.replacing(known, by: new)
        } else {
            let tree = isOlderAtTies ? new.tree.joined(with: known.tree) : known.tree.joined(with: new.tree)
            guard tree != known.tree else {
                // Older, but somebody else's: what another list may ask for.
                if new.isTakenBack {
                    guard known.forget(new.source, until: new.at) else { return }
                } else {
                    guard new.source != known.source, known.isPreceded(by: new) else { return }
                    known.previous = new.past
                }
                statements[key] = known
                outcome.written[key] = known
                return
            }
            guard tree.leafCount <= TraitLimits.leavesMax else {
                outcome.faults.append(TraitFault(name: key.name, reason: .tooLarge))
                return
            }
            var next = new
            next.tree = tree
            let isLater = isOlderAtTies ? new.at > known.at : new.at >= known.at
            if !isLater { (next.at, next.source, next.reason) = (known.at, known.source, known.reason) }
            known = TraitSheet.replacing(known, by: next)
        }
        statements[key] = known
        outcome.written[key] = known
        outcome.note(key.name, before: before, after: view(key.name))
    }

    /// The new statement, with what it replaced where the value is another one.
    private static func replacing(_ old: TraitStatement, by new: TraitStatement) -> TraitStatement {
        var statement = new
        let isSame = old.value == new.value
        statement.previous = isSame ? old.previous : old.past
        statement.overruled = new.overruled ?? old.overruled
        return statement
    }

    /// Counts only when the sheet is nearly full.
    private var hasRoom: Bool {
        statements.count < 2 * TraitLimits.countMax && statements.values.count { !$0.isTakenBack } < TraitLimits.countMax
    }
}

/// What a statement changed.
package struct TraitOutcome: Hashable, Sendable {
    /// Values that count now and did not before.
    package internal(set) var changed: [String: TraitView] = [:]
    /// Traits that have no value any more.
    package internal(set) var removed: [String] = []
    /// Statements to be saved.
    package internal(set) var written: [TraitKey: TraitStatement] = [:]
    /// Statements that are gone altogether.
    package internal(set) var dropped: [TraitKey] = []
    package internal(set) var faults: [TraitFault] = []

    package init() {}

    mutating func note(_ name: String, before: TraitView?, after: TraitView?) {
        if let after {
            if after.value != before?.value || after.kind != before?.kind || after.confidence != before?.confidence {
                changed[name] = after
            }
        } else if before != nil {
            removed.append(name)
        }
    }
}
