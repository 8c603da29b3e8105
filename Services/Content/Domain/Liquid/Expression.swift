/// A value to be looked up or computed without filters.
indirect enum Expression: Sendable {
    case literal(LiquidValue)
    /// `first.second[third]`; the first step names a variable.
    case path([Step])
    case range(Expression, Expression)

    enum Step: Sendable {
        case name(String)
        case computed(Expression)
    }

    /// Names the variable a path starts with, e.g. `profile` of `profile.traits.name`.
    var rootName: String? {
        if case .path(let steps) = self, case .name(let name)? = steps.first { name } else { nil }
    }

    /// The names of a path without computed steps: `["profile", "traits", "name"]`.
    var plainPath: [String]? {
        guard case .path(let steps) = self else { return nil }
        var names: [String] = []
        for step in steps {
            switch step {
            case .name(let name): names.append(name)
            case .computed(.literal(.string(let name))): names.append(name)
            case .computed: return nil
            }
        }
        return names
    }
}
