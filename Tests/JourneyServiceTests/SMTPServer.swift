import Foundation

/// A real SMTP server in a process of its own: Python's aiosmtpd, writing every message into a folder.
final class SMTPServer {
    private let process = Process()
    let port: Int
    let folder: String

    static let isAvailable: Bool = {
        let probe = Process()
        probe.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        probe.arguments = ["python3", "-c", "import aiosmtpd"]
        probe.standardError = FileHandle.nullDevice
        do {
            try probe.run()
        } catch {
            return false
        }
        probe.waitUntilExit()
        return probe.terminationStatus == 0
    }()

    /// Recipients that begin with `busy` are put off with 451, those that begin with `gone` refused with 550; `drop` closes
    /// the connection after the message was taken.
    /// - Parameter refusal: what it says to every sender; nil lets messages in.
    init(folder: String, refusing refusal: String? = nil) throws {
        self.folder = folder
        let program = """
            import sys, os
            from aiosmtpd.controller import Controller
            class Handler:
                n = 0
                async def handle_MAIL(self, server, session, envelope, address, options):
                    if len(sys.argv) > 2: return sys.argv[2]
                    envelope.mail_from = address
                    return '250 ok'
                async def handle_RCPT(self, server, session, envelope, address, options):
                    if address.startswith('busy'): return '451 later'
                    if address.startswith('gone'): return '550 no such user'
                    envelope.rcpt_tos.append(address)
                    return '250 ok'
                async def handle_DATA(self, server, session, envelope):
                    Handler.n += 1
                    path = os.path.join(sys.argv[1], '%04d.eml' % Handler.n)
                    with open(path + '.part', 'wb') as f:
                        f.write(('X-Peer: %d\\r\\nX-To: %s\\r\\nX-From: %s\\r\\n' % (session.peer[1], ','.join(envelope.rcpt_tos), envelope.mail_from)).encode())
                        f.write(envelope.content)
                    os.rename(path + '.part', path)
                    if envelope.rcpt_tos[0].startswith('drop'):
                        server.transport.abort()
                    return '250 taken'
            controller = Controller(Handler(), hostname='127.0.0.1', port=0)
            controller.port = 0
            import socket
            s = socket.socket(); s.bind(('127.0.0.1', 0)); port = s.getsockname()[1]; s.close()
            controller.port = port
            controller.start()
            print(port, flush=True)
            sys.stdin.read()
            controller.stop()
            """
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", "-c", program, folder] + (refusal.map { [$0] } ?? [])
        process.standardOutput = output
        process.standardInput = Pipe()
        try process.run()
        let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
        guard let port = Int(line.trimmingCharacters(in: .whitespacesAndNewlines)) else {
            kill(process.processIdentifier, SIGKILL)
            throw CancellationError()
        }
        self.port = port
    }

    /// Killed, not asked: a child of the test runner may have inherited a mask that blocks SIGTERM.
    func stop() { kill(process.processIdentifier, SIGKILL) }

    /// The messages taken so far, headers of the envelope first.
    func messages() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".eml") }.sorted()
            .map { try String(contentsOfFile: folder + "/" + $0, encoding: .utf8) }
    }
}
