import CommonModels
import ConsoleKit
import Hummingbird
import ServiceKit

/// The pages of the unified profile besides the customer's own: traits, priorities of sources, groups, editing.
struct UnifiedPages: Sendable {
    private let traits: TraitsPage
    private let definitions: ComputedTraitPages
    private let priorities: SourcePriorityPages
    private let groups: GroupPages
    private let editing: TraitEditPages

    init(console: Console, access: FieldAccess, profiles: ProfileStore, parts: UnifiedProfile, jobs: JobStore, clock: WallClock) {
        traits = TraitsPage(console: console, computed: parts.computed, priorities: parts.priorities, jobs: jobs)
        definitions = ComputedTraitPages(console: console, computed: parts.computed)
        priorities = SourcePriorityPages(console: console, priorities: parts.priorities)
        groups = GroupPages(console: console, access: access, groups: parts.groups)
        editing = TraitEditPages(
            console: console, access: access, profiles: profiles, sheets: parts.sheets, editor: parts.editor, clock: clock)
    }

    func add(to router: Router<ServiceContext>) {
        traits.add(to: router)
        definitions.add(to: router)
        priorities.add(to: router)
        groups.add(to: router)
        editing.add(to: router)
    }
}

/// Pages about people beside each other: customers, groups, what is kept of them.
enum PeopleTabs: String, CaseIterable {
    case customers, groups, traits

    func markup(_ screen: ConsoleScreen) -> Markup {
        .tabs(
            label: screen("profile.customers.title"),
            Self.allCases.map { (text: screen("profile.tabs.\($0.rawValue)"), address: $0.address, isCurrent: $0 == self) })
    }

    private var address: String {
        switch self {
        case .customers: "/ui/profile"
        case .groups: "/ui/profile/groups"
        case .traits: "/ui/profile/traits"
        }
    }
}
