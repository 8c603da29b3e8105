/// Sends a body of `POST /v1/batch` and says what the server answered.
package protocol BatchDelivery: Sendable {
    func send(_ body: [UInt8]) async -> DeliveryAnswer
}
