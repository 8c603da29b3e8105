#define _GNU_SOURCE
#include "CLinux.h"

#include <fcntl.h>

int maru_write_range(int file, int64_t offset, int64_t count) {
#ifdef __linux__
    return sync_file_range(
        file, offset, count, SYNC_FILE_RANGE_WAIT_BEFORE | SYNC_FILE_RANGE_WRITE | SYNC_FILE_RANGE_WAIT_AFTER);
#else
    (void)file, (void)offset, (void)count;
    return 0;
#endif
}
