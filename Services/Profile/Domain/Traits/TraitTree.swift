package import CommonModels

/// A trait's value with the age of each of its parts, so that statements which arrive in any order end in the same value.
///
/// Objects merge member by member, at every depth, and of each member the later statement counts; `null` takes a member
/// away. Everything else (texts, numbers, arrays, the empty object) is one leaf, replaced as a whole. At equal times the
/// later arrival counts. (A last-writer-wins map, as Shapiro et al. describe it, "A comprehensive study of CRDTs", 2011.)
package indirect enum TraitTree: Hashable, Sendable {
    /// A value stated at a time, in microseconds; `null` is a removal.
    case leaf(JSONValue, Int64)
    /// Members, and the time up to which whatever else stood here was replaced.
    case branch(OrderedDictionary<String, TraitTree>, floor: Int64)

    /// A value as one statement says it.
    package init(_ value: JSONValue, at time: Instant) { self.init(value, time.microseconds) }

    private init(_ value: JSONValue, _ time: Int64) {
        if case .object(let members) = value, !members.isEmpty {
            self = .branch(members.mapValues { TraitTree($0, time) }, floor: .min)
        } else {
            self = .leaf(value, time)
        }
    }

    /// The plain value; members that were taken away are left out.
    package var value: JSONValue {
        switch self {
        case .leaf(let value, _): value
        case .branch(let members, _): .object(members.mapValues(\.value).filter { !$0.value.isNull })
        }
    }

    /// Leaves, those taken away included.
    package var leafCount: Int {
        switch self {
        case .leaf: 1
        case .branch(let members, _): members.values.reduce(0) { $0 + $1.leafCount }
        }
    }

    /// The time of the latest statement that still counts.
    package var latest: Int64 {
        switch self {
        case .leaf(_, let time): time
        case .branch(let members, let floor): members.values.reduce(floor) { max($0, $1.latest) }
        }
    }

    /// Both histories as one; where both spoke at the same time, `other` counts.
    package func joined(with other: TraitTree) -> TraitTree {
        switch (self, other) {
        case (.leaf(_, let mine), .leaf(_, let theirs)): theirs >= mine ? other : self
        case (.leaf(_, let mine), .branch): other.above(mine, orAt: true) ?? self
        case (.branch, .leaf(_, let theirs)): above(theirs, orAt: false) ?? other
        case (.branch(let mine, let floor), .branch(let theirs, let otherFloor)):
            TraitTree.joined(mine, floor, theirs, otherFloor)
        }
    }

    private static func joined(
        _ mine: OrderedDictionary<String, TraitTree>, _ floor: Int64, _ theirs: OrderedDictionary<String, TraitTree>, _ otherFloor: Int64
    ) -> TraitTree {
        var members: OrderedDictionary<String, TraitTree> = [:]
        for (name, member) in mine {
            if let other = theirs[name] {
                members[name] = member.joined(with: other)
            } else {
                members[name] = member.above(otherFloor, orAt: false)
            }
        }
        for (name, member) in theirs where mine[name] == nil { members[name] = member.above(floor, orAt: true) }
        return .branch(members, floor: max(floor, otherFloor))
    }

    /// What is left when everything stated before `time` is gone; nil when nothing is.
    private func above(_ time: Int64, orAt isAtKept: Bool) -> TraitTree? {
        switch self {
        case .leaf(_, let own): return own > time || (isAtKept && own == time) ? self : nil
        case .branch(let members, let floor):
            let left = members.compactMapValues { $0.above(time, orAt: isAtKept) }
            return left.isEmpty ? nil : .branch(left, floor: max(floor, time))
        }
    }
}

extension TraitTree {
    /// The ages alone, for storage beside the value: a number for a leaf, `[floor, {member: ages}]` for a branch.
    package var ages: JSONValue {
        switch self {
        case .leaf(_, let time): .integer(time)
        case .branch(let members, let floor): [.integer(floor), .object(members.mapValues(\.ages))]
        }
    }

    /// Puts together what was stored apart. Members without a value were taken away.
    package init?(value: JSONValue, ages: JSONValue) {
        if case .integer(let time) = ages {
            self = .leaf(value, time)
            return
        }
        guard let parts = ages.arrayValue, parts.count == 2, let floor = parts[0].intValue, let members = parts[1].objectValue else {
            return nil
        }
        var trees: OrderedDictionary<String, TraitTree> = [:]
        for (name, ages) in members {
            guard let tree = TraitTree(value: value[name] ?? .null, ages: ages) else { return nil }
            trees[name] = tree
        }
        self = .branch(trees, floor: floor)
    }
}
