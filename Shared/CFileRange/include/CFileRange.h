/// Bringing a part of a file to the disk. Linux has a call for it that Swift's Glibc does not show.
#ifndef MARU_CFILERANGE_H
#define MARU_CFILERANGE_H

#include <stdint.h>

/// Writes what was changed of `count` bytes from `offset` on, and waits until the disk has it; what the file system keeps
/// about the file itself is not written (sync_file_range(2)). Does nothing where there is no such call.
/// Returns 0, or -1 with `errno`.
int maru_write_range(int file, int64_t offset, int64_t count);

#endif
