import CommonModels
import JourneyDomain
import Testing

@Suite("A send record")
struct SendRecordTests {
    private let now = Instant(secondsSince1970: 1_000)

    private func record(_ channel: MessageChannel) throws -> SendRecord {
        let ids = IDGenerator.sequential()
        return SendRecord(
            id: ids.next(), runID: ids.next(), nodeID: try #require(NodeID("mail")), journeyID: ids.next(), version: 1,
            profileID: ids.next(),
            channel: channel, purpose: .marketing, state: .pending, due: now, createdAt: now, updatedAt: now)
    }

    @Test("of an e-mail whose sender died is unknown and never due again")
    func interruptedMail() throws {
        var record = try record(.email)
        record.begin(until: now + .seconds(120), now: now)
        record.recover(now: now + .seconds(121))
        #expect(record.state == .unknown)
        #expect(record.reason == .interrupted)
        #expect(record.due == nil)
    }

    @Test("of a webhook whose sender died is tried again under the same id")
    func interruptedWebhook() throws {
        var record = try record(.webhook)
        let id = record.id
        record.begin(until: now + .seconds(60), now: now)
        record.recover(now: now + .seconds(61))
        #expect(record.state == .pending)
        #expect(record.id == id)
    }

    @Test("waits longer after each passing failure and then has failed")
    func retries() throws {
        var record = try record(.email)
        var waits: [Duration] = []
        var clock = now
        while record.state == .pending {
            record.begin(until: clock + .seconds(120), now: clock)
            record.conclude(.postponed(detail: "451"), jitter: 0, now: clock)
            if let due = record.due {
                waits.append(due.duration(since: clock))
                clock = due
            }
        }
        #expect(waits == SendRetries.mail.delays)
        #expect(record.state == .failed)
        #expect(record.reason == .attemptsExhausted)
    }

    @Test("of an e-mail that may have been taken is unknown, of a webhook it is tried again")
    func uncertain() throws {
        var mail = try record(.email)
        mail.begin(until: now, now: now)
        mail.conclude(.uncertain(detail: "connection lost"), jitter: 0, now: now)
        #expect(mail.state == .unknown)
        var hook = try record(.webhook)
        hook.begin(until: now, now: now)
        hook.conclude(.uncertain(detail: "timeout"), jitter: 0, now: now)
        #expect(hook.state == .pending)
    }

    @Test("is held by law before experiment before technique")
    func gateOrder() throws {
        let message = MessageStep(channel: .email, purpose: .marketing, content: .item("x"), next: try #require(NodeID("end")))
        var gate = SendGate(
            consent: .withdrawn, isUnsubscribed: false, isHeldOut: true, isChannelConfigured: false, wasSentBefore: false, address: .missing
        )
        #expect(gate.holds(message) == .consentWithdrawn)
        gate.consent = .granted
        #expect(gate.holds(message) == .holdout)
        gate.isHeldOut = false
        #expect(gate.holds(message) == .channelNotConfigured)
        gate.isChannelConfigured = true
        #expect(gate.holds(message) == .addressMissing)
        gate.address = .known
        #expect(gate.holds(message) == nil)
        gate.isUnsubscribed = true
        #expect(gate.holds(message) == .unsubscribed)
    }

    @Test("of a transactional message asks no consent and no holdout")
    func transactional() throws {
        let purpose = try #require(Purpose(rawValue: MessageStep.servicePurpose))
        let message = MessageStep(channel: .email, purpose: purpose, content: .item("x"), next: try #require(NodeID("end")))
        let gate = SendGate(
            consent: .denied, isUnsubscribed: true, isHeldOut: true, isChannelConfigured: true, wasSentBefore: false, address: .known)
        #expect(gate.holds(message) == nil)
    }
}
