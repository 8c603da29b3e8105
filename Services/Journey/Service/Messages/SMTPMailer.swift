import CCurl
package import JourneyDomain
import NIOPosix
import Synchronization

/// Sends through libcurl, which blocks: on threads of its own, as many as connections are allowed. A connection stays
/// open for the next message.
package final class SMTPMailer: Mailer {
    /// A message takes at most this long; the lease of a send record is longer.
    package static let timeout = Duration.seconds(60)
    private let settings: MailSettings
    private let threads: NIOThreadPool
    private let idle = Mutex<[Session]>([])

    /// libcurl's handle as a number: it is used by one thread at a time and passed between them.
    private struct Session: Sendable {
        let address: UInt
        var pointer: OpaquePointer? { OpaquePointer(bitPattern: address) }
    }

    package init(settings: MailSettings) {
        self.settings = settings
        threads = NIOThreadPool(numberOfThreads: max(1, min(64, settings.connections)))
        _ = maru_curl_start()
        threads.start()
    }

    package func deliver(_ message: MailMessage) async -> DeliveryResult {
        do {
            return try await threads.runIfActive { self.send(message) }
        } catch {
            return .postponed(detail: "the mail threads have stopped")
        }
    }

    /// Closes every connection; deliveries under way finish first.
    package func close() async {
        try? await threads.shutdownGracefully()
        let sessions = idle.withLock { sessions in
            defer { sessions.removeAll() }
            return sessions
        }
        for session in sessions { maru_smtp_close(session.pointer) }
    }

    private func send(_ message: MailMessage) -> DeliveryResult {
        guard let session = idle.withLock({ $0.popLast() }) ?? open(), let pointer = session.pointer else {
            return .postponed(detail: "no memory for a mail connection")
        }
        defer { idle.withLock { $0.append(session) } }
        let payload = message.bytes
        let result = perform(pointer, from: message.from.text, to: message.to.text, payload: payload)
        return SMTPAnswer(result, payloadLength: payload.count).result
    }

    private func open() -> Session? {
        maru_smtp_open().map { Session(address: UInt(bitPattern: $0)) }
    }

    private func perform(_ session: OpaquePointer, from: String, to: String, payload: [UInt8]) -> maru_smtp_result {
        let strings = CStrings([settings.url, settings.username, settings.password, settings.authorityFile, "<\(from)>", "<\(to)>"])
        return strings.withPointers { pointers in
            var recipients: [UnsafePointer<CChar>?] = [pointers[5]]
            return payload.withUnsafeBufferPointer { bytes in
                recipients.withUnsafeMutableBufferPointer { list in
                    var message = maru_smtp_message()
                    message.url = pointers[0]
                    message.username = pointers[1]
                    message.password = pointers[2]
                    message.ca_file = pointers[3]
                    message.tls = tls
                    message.mail_from = pointers[4]
                    message.recipients = UnsafePointer(list.baseAddress)
                    message.recipient_count = list.count
                    message.payload = bytes.baseAddress
                    message.payload_length = bytes.count
                    message.connect_timeout_ms = 15_000
                    message.total_timeout_ms = Int(Self.timeout.components.seconds) * 1_000
                    return maru_smtp_send(session, &message)
                }
            }
        }
    }

    private var tls: maru_smtp_tls {
        switch settings.encryption {
        case .none: MARU_SMTP_TLS_NONE
        case .whenOffered: MARU_SMTP_TLS_WHEN_OFFERED
        case .required: MARU_SMTP_TLS_REQUIRED
        }
    }
}
