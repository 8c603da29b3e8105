import NIOCore

/// One connection: sends the next request when the answer to the last one is whole.
final class LoadHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let index: Int
    private let plan: LoadPlan
    private let begin: NIODeadline
    private let end: NIODeadline
    private let done: EventLoopPromise<LoadConnectionResult>
    private let interval: TimeAmount?
    private var result = LoadConnectionResult()
    private var number = 0
    private var due: NIODeadline
    private var answer = ByteBuffer()
    private var isFinished = false

    init(index: Int, plan: LoadPlan, begin: NIODeadline, end: NIODeadline, done: EventLoopPromise<LoadConnectionResult>) {
        self.index = index
        self.plan = plan
        self.begin = begin
        self.end = end
        self.done = done
        interval = plan.rate.map { .nanoseconds(Int64(1e9 * Double(plan.connections) / $0)) }
        due = .now()
    }

    /// Paced connections start one after the other, so that they do not knock all at once.
    func channelActive(context: ChannelHandlerContext) {
        guard let interval else { return send(context) }
        due = due + .nanoseconds(interval.nanoseconds * Int64(index) / Int64(plan.connections))
        sendWhenDue(context)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var part = unwrapInboundIn(data)
        answer.writeBuffer(&part)
        guard let length = wholeAnswer() else { return }
        let status = answer.getString(at: answer.readerIndex + 9, length: 3) ?? ""
        answer.moveReaderIndex(forwardBy: length)
        if answer.readableBytes == 0 { answer.clear() }
        let now = NIODeadline.now()
        if now >= begin && now < end {
            // From when it was due, so that a server that stalls is charged for the requests that had to wait.
            result.latencies.append(UInt64(max(1, (now - due).nanoseconds / 1_000)))
            if !status.hasPrefix("2") { result.refused += 1 }
        }
        next(context, now)
    }

    private func next(_ context: ChannelHandlerContext, _ now: NIODeadline) {
        guard now < end else {
            finish(.success(result))
            return
        }
        guard let interval else {
            due = now
            send(context)
            return
        }
        due = due + interval
        if due <= now { send(context) } else { sendWhenDue(context) }
    }

    private func sendWhenDue(_ context: ChannelHandlerContext) {
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        context.eventLoop.scheduleTask(deadline: due) { bound.value.0.send(bound.value.1) }
    }

    private func send(_ context: ChannelHandlerContext) {
        number += 1
        context.writeAndFlush(wrapOutboundOut(plan.request(index, number)), promise: nil)
    }

    /// Bytes of the first answer if it is all there.
    private func wholeAnswer() -> Int? {
        let view = answer.readableBytesView
        guard let headEnd = Self.endOfHead(view) else { return nil }
        let head = view[view.startIndex..<headEnd]
        let length = headEnd - view.startIndex + Self.contentLength(head)
        return view.count >= length ? length : nil
    }

    private static func endOfHead(_ view: ByteBufferView) -> Int? {
        var index = view.startIndex
        while index + 3 < view.endIndex {
            if view[index] == 13, view[index + 1] == 10, view[index + 2] == 13, view[index + 3] == 10 { return index + 4 }
            index += 1
        }
        return nil
    }

    /// Hummingbird answers whole bodies with their length.
    private static func contentLength(_ head: ByteBufferView) -> Int {
        let name = Array("content-length:".utf8)
        var index = head.startIndex
        while index + name.count < head.endIndex {
            if head[index] == 10, name.indices.allSatisfy({ (head[index + 1 + $0] | 0x20) == (name[$0] | 0x20) }) {
                var value = 0
                index += 1 + name.count
                while index < head.endIndex, head[index] != 13 {
                    if head[index] != 32 { value = value * 10 + Int(head[index] &- 48) }
                    index += 1
                }
                return value
            }
            index += 1
        }
        return 0
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        finish(.failure(error))
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        finish(.failure(LoadGenerator.Failed(description: "the server closed a connection")))
    }

    private func finish(_ outcome: Result<LoadConnectionResult, any Error>) {
        guard !isFinished else { return }
        isFinished = true
        done.completeWith(outcome)
    }
}
