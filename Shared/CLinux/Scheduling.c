#define _GNU_SOURCE
#include "CLinux.h"

#ifdef __linux__
#include <errno.h>
#include <sched.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

// The first version of the kernel's struct (linux/sched/types.h), which glibc before 2.41 does not declare.
struct attributes {
    uint32_t size;
    uint32_t policy;
    uint64_t flags;
    int32_t nice;
    uint32_t priority;
    uint64_t runtime;
    uint64_t deadline;
    uint64_t period;
};

// Nanoseconds; the shortest the kernel grants.
static const uint64_t slice = 100000;

void maru_wake_promptly(void) {
    static _Thread_local int asked = 0;
    if (asked) return;
    asked = 1;
    struct attributes attributes = {
        .size = sizeof(struct attributes),
        .policy = SCHED_OTHER,
        .nice = getpriority(PRIO_PROCESS, 0),
        .runtime = slice,
    };
    // Refused or unknown: then it is woken like any other.
    int before = errno;
    (void)syscall(SYS_sched_setattr, 0, &attributes, 0);
    errno = before;
}
#else
void maru_wake_promptly(void) {}
#endif
