import NIOCore
import NIOPosix
import Synchronization

/// A mail server for the demo: takes every message over SMTP (RFC 5321) and keeps it, so that a visitor sees what a
/// customer would get and nothing leaves the machine.
final class DemoMailbox: Sendable {
    struct Mail: Sendable {
        let recipients: [String]
        let text: String
    }

    private static let mailsMax = 10_000

    private let mails = Mutex<[Mail]>([])

    /// Starts to listen. - Returns: the port.
    func start(host: String, port: Int) async throws -> Int {
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(ByteToMessageHandler(LineBasedFrames()))
                    try channel.pipeline.syncOperations.addHandler(DemoMailHandler { [self] in keep($0) })
                }
            }
            .bind(host: host, port: port).get()
        return channel.localAddress?.port ?? port
    }

    func mails(to address: String) -> [Mail] { mails.withLock { $0.filter { $0.recipients.contains(address) } } }

    var count: Int { mails.withLock { $0.count } }

    private func keep(_ mail: Mail) {
        mails.withLock { if $0.count < Self.mailsMax { $0.append(mail) } }
    }
}

/// Cuts the stream at line ends; lines longer than 64 KiB end the connection.
private struct LineBasedFrames: ByteToMessageDecoder {
    typealias InboundOut = String
    private static let lineMax = 65_536

    struct LineTooLong: Error {}

    mutating func decode(context: ChannelHandlerContext, buffer: inout ByteBuffer) throws -> DecodingState {
        guard let end = buffer.readableBytesView.firstIndex(of: UInt8(ascii: "\n")) else {
            if buffer.readableBytes > Self.lineMax { throw LineTooLong() }
            return .needMoreData
        }
        let length = end - buffer.readerIndex
        var line = buffer.readString(length: length) ?? ""
        buffer.moveReaderIndex(forwardBy: 1)
        if line.hasSuffix("\r") { line.removeLast() }
        context.fireChannelRead(wrapInboundOut(line))
        return .continue
    }
}

/// The conversation of RFC 5321 as far as a submitting client needs it.
private final class DemoMailHandler: ChannelInboundHandler {
    typealias InboundIn = String
    typealias OutboundOut = ByteBuffer
    private static let mailLinesMax = 100_000

    private let keep: @Sendable (DemoMailbox.Mail) -> Void
    private var recipients: [String] = []
    private var lines: [String]?

    init(keep: @escaping @Sendable (DemoMailbox.Mail) -> Void) { self.keep = keep }

    func channelActive(context: ChannelHandlerContext) { answer("220 Maru demo mailbox", context) }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let line = unwrapInboundIn(data)
        if lines != nil { body(line, context) } else { command(line, context) }
    }

    private func body(_ line: String, _ context: ChannelHandlerContext) {
        guard line == "." else {
            if (lines?.count ?? 0) < Self.mailLinesMax { lines?.append(line.hasPrefix("..") ? String(line.dropFirst()) : line) }
            return
        }
        keep(DemoMailbox.Mail(recipients: recipients, text: lines?.joined(separator: "\n") ?? ""))
        lines = nil
        recipients = []
        answer("250 Kept", context)
    }

    private func command(_ line: String, _ context: ChannelHandlerContext) {
        let verb = line.prefix(4).uppercased()
        switch verb {
        case "EHLO": answer("250-maru\r\n250-8BITMIME\r\n250 SMTPUTF8", context)
        case "HELO", "MAIL", "RSET", "NOOP":
            if verb == "RSET" { recipients = [] }
            answer("250 OK", context)
        case "RCPT":
            if let address = line.split(separator: "<").last?.split(separator: ">").first { recipients.append(String(address)) }
            answer("250 OK", context)
        case "DATA":
            lines = []
            answer("354 Go on, end with a dot", context)
        case "QUIT":
            answer("221 Bye", context)
            context.close(promise: nil)
        default: answer("502 Not known here", context)
        }
    }

    private func answer(_ text: String, _ context: ChannelHandlerContext) {
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: text + "\r\n")), promise: nil)
    }
}
