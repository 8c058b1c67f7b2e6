// Landlock names what may be opened and how; seccomp refuses calls whatever their arguments. Either
// alone leaves a door: seccomp cannot read a path, Landlock of this age knows no sockets.

// syscall(2) and O_PATH are Linux's own, beyond POSIX.
#define _GNU_SOURCE

#include "patient/kiosk/confine.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <seccomp.h>
#include <stdint.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

// The rights of the first Landlock, which every kernel with Landlock knows.
static const uint64_t read_rights = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR;
static const uint64_t write_rights =
    LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_REG;
static const uint64_t never_rights = LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_REMOVE_DIR |
                                     LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_DIR |
                                     LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_MAKE_FIFO |
                                     LANDLOCK_ACCESS_FS_MAKE_BLOCK | LANDLOCK_ACCESS_FS_MAKE_SYM;
// Of these alone may be said that a file has them.
static const uint64_t file_rights = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE;

// Calls that an interview never makes. EPERM, not death: a library that tries gets an answer.
static const int refused_calls[] = {
    SCMP_SYS(execve),
    SCMP_SYS(execveat),
    SCMP_SYS(socket),
    SCMP_SYS(socketpair),
    SCMP_SYS(connect),
    SCMP_SYS(bind),
    SCMP_SYS(listen),
    SCMP_SYS(accept),
    SCMP_SYS(accept4),
    SCMP_SYS(ptrace),
    SCMP_SYS(process_vm_readv),
    SCMP_SYS(process_vm_writev),
    SCMP_SYS(mount),
    SCMP_SYS(umount2),
    SCMP_SYS(pivot_root),
    SCMP_SYS(chroot),
    SCMP_SYS(unshare),
    SCMP_SYS(setns),
    SCMP_SYS(bpf),
    SCMP_SYS(perf_event_open),
    SCMP_SYS(userfaultfd),
    SCMP_SYS(keyctl),
    SCMP_SYS(add_key),
    SCMP_SYS(request_key),
    SCMP_SYS(init_module),
    SCMP_SYS(finit_module),
    SCMP_SYS(delete_module),
    SCMP_SYS(kexec_load),
    SCMP_SYS(kexec_file_load),
    SCMP_SYS(open_by_handle_at),
    SCMP_SYS(name_to_handle_at),
    SCMP_SYS(io_uring_setup),
    SCMP_SYS(personality),
};

static int landlock_version(void)
{
    return (int)syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
}

// The folder itself, and all below it. 0 if there is none.
static int allow(int rules, const struct confine_place *place)
{
    struct stat status;
    int fd = open(place->path, O_PATH | O_CLOEXEC);
    if (fd < 0) {
        return errno == ENOENT ? 0 : -1;
    }
    struct landlock_path_beneath_attr beneath = {
        .allowed_access = read_rights | (place->write ? write_rights : 0),
        .parent_fd = fd,
    };
    if (fstat(fd, &status) == 0 && !S_ISDIR(status.st_mode)) {
        beneath.allowed_access &= file_rights;
    }
    int failed =
        (int)syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &beneath, 0);
    close(fd);
    return failed;
}

static int confine_files(const struct confine_place *places, size_t count)
{
    const struct landlock_ruleset_attr handled = {
        .handled_access_fs = read_rights | write_rights | never_rights,
    };
    int rules = (int)syscall(SYS_landlock_create_ruleset, &handled, sizeof handled, 0);
    if (rules < 0) {
        return -1;
    }
    int failed = 0;
    for (size_t i = 0; i < count && failed == 0; i++) {
        failed = allow(rules, &places[i]);
    }
    if (failed == 0) {
        failed = (int)syscall(SYS_landlock_restrict_self, rules, 0);
    }
    close(rules);
    return failed;
}

static int confine_calls(void)
{
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
    if (filter == NULL) {
        return -1;
    }
    int failed = 0;
    for (size_t i = 0; i < sizeof refused_calls / sizeof *refused_calls && failed == 0; i++) {
        failed = seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), refused_calls[i], 0);
    }
    // Typing on the terminal's own behalf would reach whoever uses it next. The kernel reads the
    // lower half of the request alone, and so must we.
    const struct scmp_arg_cmp typing = {
        .arg = 1, .op = SCMP_CMP_MASKED_EQ, .datum_a = UINT32_MAX, .datum_b = TIOCSTI};
    if (failed == 0) {
        failed = seccomp_rule_add_array(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(ioctl), 1, &typing);
    }
    if (failed == 0) {
        failed = seccomp_load(filter);
    }
    seccomp_release(filter);
    return failed;
}

bool confine_possible(const char **why)
{
    if (landlock_version() < 1) {
        *why = "this kernel has no Landlock, or it is switched off (lsm=landlock at boot)";
        return false;
    }
    if (prctl(PR_GET_SECCOMP, 0, 0, 0, 0) < 0) {
        *why = "this kernel has no seccomp";
        return false;
    }
    return true;
}

int confine_self(const struct confine_place *places, size_t count, const char **why)
{
    const struct rlimit none = {0, 0};
    if (!confine_possible(why)) {
        return -1;
    }
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0 ||
        setrlimit(RLIMIT_CORE, &none) != 0) {
        *why = "this process cannot give up its privileges";
        return -1;
    }
    if (confine_files(places, count) != 0) {
        *why = "this process cannot give up other folders (Landlock)";
        return -1;
    }
    if (confine_calls() != 0) {
        *why = "this process cannot give up other programs and the network (seccomp)";
        return -1;
    }
    return 0;
}
