/// The schema history of one component, e.g. `feed` or `profile`; components are numbered independently.
package struct MigrationSet: Sendable, Hashable {
    package let component: String
    package let steps: [Migration]

    package init(component: String, steps: [Migration]) {
        self.component = component
        self.steps = steps
    }
}
