/// Calls of Linux that Swift's Glibc does not show. Each does nothing where there is no such call.
#ifndef MARU_CLINUX_H
#define MARU_CLINUX_H

#include <stdint.h>

/// Writes what was changed of `count` bytes from `offset` on, and waits until the disk has it; what the file system keeps
/// about the file itself is not written (sync_file_range(2)).
/// Returns 0, or -1 with `errno`.
int maru_write_range(int file, int64_t offset, int64_t count);

/// Asks that the calling thread be woken at once when what it waits for is there, also while others keep every processor
/// busy; it gets no larger share of them, only in shorter slices (sched_setattr(2); the kernel's sched-eevdf.rst, "custom slice",
/// since Linux 6.12). Costs a call only once per thread. A kernel that knows no slices goes on as before.
void maru_wake_promptly(void);

#endif
