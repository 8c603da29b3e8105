import Foundation

/// What the operating system says about this process.
package enum ProcessMetrics {
    /// Resident memory in bytes, from `/proc/self/statm`; 0 where there is none.
    package static var residentBytes: Int {
        guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8) else { return 0 }
        let pages = text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        return pages * Int(sysconf(Int32(_SC_PAGESIZE)))
    }

    /// User and system time used so far.
    package static var cpuSeconds: Double {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return seconds(usage.ru_utime) + seconds(usage.ru_stime)
    }

    static func write(into text: inout MetricText) {
        text.type("process_resident_memory_bytes", .gauge)
        text.sample("process_resident_memory_bytes", "", Double(residentBytes))
        text.type("process_cpu_seconds_total", .counter)
        text.sample("process_cpu_seconds_total", "", cpuSeconds)
    }

    private static func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
}
