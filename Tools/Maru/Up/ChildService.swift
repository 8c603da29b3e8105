import CommonModels
import Foundation
import ServiceLifecycle
import Subprocess

/// Runs one service as a child process, again whenever it dies, until graceful shutdown.
///
/// The child's standard input is a pipe that nobody writes to: its end tells the child that we are gone.
struct ChildService: Service {
    private static let pauseMin = Duration.milliseconds(250)
    private static let pauseMax = Duration.seconds(10)
    /// A child that ran this long gets the shortest pause again.
    private static let steadyAfter = Duration.seconds(30)
    /// How long a child may take to finish what it accepted.
    private static let stopWithin = Duration.seconds(20)

    let name: ServiceName
    let folder: String
    let environment: [String: String]
    let printer: LogPrinter

    func run() async throws {
        var pause = Self.pauseMin
        while !Task.isShuttingDownGracefully {
            let start = ContinuousClock.now
            let reason = await once()
            if Task.isShuttingDownGracefully { return }
            if ContinuousClock.now - start >= Self.steadyAfter { pause = Self.pauseMin }
            printer.note(name, "\(reason); it starts again in \(pause)")
            let rest = pause
            do { try await cancelWhenGracefulShutdown { try await Task.sleep(for: rest) } } catch { return }
            pause = min(pause * 2, Self.pauseMax)
        }
    }

    /// - Returns: how it ended, in words.
    private func once() async -> String {
        do {
            var options = PlatformOptions()
            // Of its own group, so that Ctrl-C reaches us alone and we stop it in order.
            options.processGroupID = 0
            options.teardownSequence = [.gracefulShutDown(allowedDurationToNextStep: Self.stopWithin)]
            let outcome = try await Subprocess.run(
                .name(name.rawValue), environment: childEnvironment, platformOptions: options, input: .inputWriter, output: .sequence,
                error: .combinedWithOutput
            ) { execution in
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask { for try await line in execution.standardOutput.strings() { printer.print(name, line) } }
                    group.addTask {
                        try await gracefulShutdown()
                        await execution.teardown(using: [.gracefulShutDown(allowedDurationToNextStep: Self.stopWithin)])
                    }
                    try await group.next()
                    group.cancelAll()
                }
            }
            return "It ended: \(outcome.terminationStatus)"
        } catch {
            return "It cannot be run: \(error)"
        }
    }

    /// Ours, with the executables' folder first in `PATH`, so that the name finds the service beside us.
    private var childEnvironment: Environment {
        var variables = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        variables["PATH"] = folder + ":" + (variables["PATH"] ?? "/usr/bin:/bin")
        return .custom(
            variables.reduce(into: [Environment.Key: String]()) { result, item in
                if let key = Environment.Key(rawValue: item.key) { result[key] = item.value }
            })
    }
}
