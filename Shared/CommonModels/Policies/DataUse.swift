/// A use of data about people that a policy is asked about.
package struct DataUse: Hashable, Sendable {
    package let action: DataAction
    package let purpose: Purpose?
    package let channel: Channel?
    package let fields: [DataField]

    package init(_ action: DataAction, purpose: Purpose? = nil, channel: Channel? = nil, fields: [DataField]) {
        self.action = action
        self.purpose = purpose
        self.channel = channel
        self.fields = fields
    }
}
