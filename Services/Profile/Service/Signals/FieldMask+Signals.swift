import CommonModels
import ConsoleKit

extension FieldMask {
    /// A signal: its properties are fields named below its name, as those of events are.
    func signal(_ signal: ExternalSignal) -> ExternalSignal {
        if readsEverything { return signal }
        return ExternalSignal(
            id: signal.id, messageId: signal.messageId, subject: signal.subject, name: signal.name,
            properties: object(signal.properties, .event, below: signal.name), time: signal.time, receivedAt: signal.receivedAt,
            source: signal.source)
    }

    func state(_ state: SignalStore.State) -> SignalStore.State {
        if readsEverything { return state }
        let properties = object(state.properties.objectValue ?? [:], .event, below: state.name)
        return SignalStore.State(
            name: state.name, id: state.id, properties: .object(properties), time: state.time, source: state.source)
    }
}
