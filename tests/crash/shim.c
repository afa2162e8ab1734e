/* Stands between a program and the file system (LD_PRELOAD): it writes down what is done to the
   files below one folder, makes the n-th call fail, or ends the process at it.

   Only what changes files, or makes them durable, is looked at, and opening and reading. The
   program steers it through the functions shim_*. FAISS writes through C streams, whose calls no
   preloaded library sees; such streams are made over our own calls with fopencookie. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

#define REAL(name) ((__typeof__(&name))real(#name))

static void *real(const char *name) { return dlsym(RTLD_NEXT, name); }

static char root[PATH_MAX];
static size_t root_length;
static int recording = -1; /* descriptor of the record */
static pthread_mutex_t lock = PTHREAD_RECURSIVE_MUTEX_INITIALIZER_NP;
static __thread int inside;

static long count;      /* calls that were counted since shim_arm */
static long fail_at;    /* the call that fails, from 1; 0 for none */
static int fail_on;     /* whether all later calls of the same kind fail as well */
static int fail_errno;
static int fail_kinds;  /* bits of kinds that count */
static int kill_after;  /* end the process after the call in place of failing it: 1 before, 2 after */
static char kill_name[256]; /* a pattern: only calls of this kind and file count */
static long failed;
static char last[PATH_MAX + 32]; /* the call that failed last */

enum { OPEN = 1, CREATE = 2, WRITE = 4, SYNC = 8, RENAME = 16, UNLINK = 32, CUT = 64, DIRECTORY = 128,
       READ = 256, LINK = 512 };

static const char *kind_name(int kind) {
    switch (kind) {
    case OPEN: return "open";
    case CREATE: return "create";
    case WRITE: return "write";
    case SYNC: return "sync";
    case RENAME: return "rename";
    case UNLINK: return "unlink";
    case CUT: return "cut";
    case DIRECTORY: return "directory";
    case LINK: return "link";
    default: return "read";
    }
}

void shim_root(const char *folder) {
    snprintf(root, sizeof root, "%s", folder);
    root_length = strlen(root);
}

/* Fail (error > 0) the n-th call of these kinds, and those after it when `on`; n = 0: none. */
void shim_fail(long n, int error, int kinds, int on) {
    pthread_mutex_lock(&lock);
    count = 0, failed = 0, fail_at = n, fail_errno = error, fail_kinds = kinds, fail_on = on;
    kill_after = 0, kill_name[0] = 0;
    pthread_mutex_unlock(&lock);
}

/* End the process before (when = 1) or after (2) the n-th call whose "kind file" fits a pattern. */
void shim_kill(long n, const char *name, int when) {
    pthread_mutex_lock(&lock);
    count = 0, failed = 0, fail_at = n, fail_kinds = ~0, fail_on = 0, kill_after = when;
    snprintf(kill_name, sizeof kill_name, "%s", name);
    pthread_mutex_unlock(&lock);
}

long shim_count(void) { return count; }
long shim_failed(void) { return failed; }
const char *shim_last(void) { return last; }

static void put(const void *data, size_t length) {
    const char *at = data;
    while (length) {
        ssize_t done = REAL(write)(recording, at, length);
        if (done <= 0) abort();
        at += done, length -= (size_t)done;
    }
}

/* One entry of the record: "kind\tpath\tother\tnumber\tlength\n" and the bytes. */
static void entry(const char *kind, const char *path, const char *other, long long number,
                  const void *data, size_t length) {
    if (recording < 0) return;
    char head[3 * PATH_MAX];
    int size = snprintf(head, sizeof head, "%s\t%s\t%s\t%lld\t%zu\n", kind, path, other, number, length);
    put(head, (size_t)size);
    if (length) put(data, length);
}

void shim_record(const char *file) {
    recording = file ? REAL(open)(file, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644) : -1;
}

void shim_mark(const char *words) {
    pthread_mutex_lock(&lock);
    entry("mark", words, "", 0, NULL, 0);
    pthread_mutex_unlock(&lock);
}

/* Below the folder, and its path relative to it. */
static const char *within(const char *path) {
    if (!root_length || strncmp(path, root, root_length)) return NULL;
    if (path[root_length] == '/') return path + root_length + 1;
    return path[root_length] ? NULL : ".";
}

static const char *place(int folder, const char *path, char *made) {
    if (path[0] == '/') snprintf(made, PATH_MAX, "%s", path);
    else if (folder == AT_FDCWD) {
        if (!getcwd(made, PATH_MAX)) return NULL;
        size_t length = strlen(made);
        snprintf(made + length, PATH_MAX - length, "/%s", path);
    } else {
        char link[64];
        snprintf(link, sizeof link, "/proc/self/fd/%d", folder);
        ssize_t length = readlink(link, made, PATH_MAX - 1);
        if (length < 0) return NULL;
        snprintf(made + length, PATH_MAX - (size_t)length, "/%s", path);
    }
    return within(made);
}

static const char *of_descriptor(int descriptor, char *made) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    ssize_t length = readlink(link, made, PATH_MAX - 1);
    if (length < 0) return NULL;
    made[length] = 0;
    return strstr(made, " (deleted)") ? NULL : within(made); /* nobody can open that any more */
}

/* Count a call; 1 when it must fail. Ends the process where that is asked for before it. */
static int due(int kind, const char *path) {
    if (!fail_at) return 0;
    if (kill_after) {
        char name[PATH_MAX + 32];
        snprintf(name, sizeof name, "%s %s", kind_name(kind), path);
        if (fnmatch(kill_name, name, 0)) return 0;
        if (++count == fail_at && kill_after == 1) kill(getpid(), SIGKILL);
        return 0;
    }
    if (!(fail_kinds & kind)) return 0;
    ++count;
    if (count == fail_at || (fail_on && count > fail_at)) {
        failed++;
        snprintf(last, sizeof last, "%s %s", kind_name(kind), path);
        errno = fail_errno;
        return 1;
    }
    return 0;
}

static void done(int kind, const char *path) {
    if (kill_after != 2 || !fail_at || count != fail_at) return;
    char name[PATH_MAX + 32];
    snprintf(name, sizeof name, "%s %s", kind_name(kind), path);
    if (!fnmatch(kill_name, name, 0)) kill(getpid(), SIGKILL);
}

static uint64_t file_of(int descriptor) {
    struct stat found;
    return fstat(descriptor, &found) ? 0 : (uint64_t)found.st_ino;
}

#define ENTER pthread_mutex_lock(&lock); inside++
#define LEAVE inside--; pthread_mutex_unlock(&lock)

static int opened(int folder, const char *path, int flags, mode_t mode) {
    char made[PATH_MAX];
    const char *at = inside ? NULL : place(folder, path, made);
    if (!at) return REAL(openat)(folder, path, flags, mode);
    ENTER;
    int there = !access(made, F_OK);
    int kind = (flags & O_CREAT) && !there ? CREATE : OPEN;
    int result = -1;
    if (!due(kind, at)) {
        result = REAL(openat)(folder, path, flags, mode);
        if (result >= 0 && !(flags & O_PATH)) {
            if (kind == CREATE) entry("create", at, "", (long long)file_of(result), NULL, 0);
            else if (flags & O_TRUNC) entry("cut", at, "", 0, NULL, 0);
        }
        int kept = errno;
        done(kind, at);
        errno = kept;
    }
    LEAVE;
    return result;
}

#define MODE va_list more; va_start(more, flags); \
    mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(more, mode_t) : 0; va_end(more)

int open(const char *path, int flags, ...) { MODE; return opened(AT_FDCWD, path, flags, mode); }
int open64(const char *path, int flags, ...) { MODE; return opened(AT_FDCWD, path, flags, mode); }
int openat(int folder, const char *path, int flags, ...) { MODE; return opened(folder, path, flags, mode); }
int openat64(int folder, const char *path, int flags, ...) { MODE; return opened(folder, path, flags, mode); }
int creat(const char *path, mode_t mode) { return opened(AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC, mode); }

static ssize_t written(int descriptor, const void *data, size_t length, off64_t at, int placed) {
    char made[PATH_MAX];
    const char *path = inside ? NULL : of_descriptor(descriptor, made);
    if (!path) return placed ? REAL(pwrite64)(descriptor, data, length, at) : REAL(write)(descriptor, data, length);
    ENTER;
    ssize_t result = -1;
    if (!due(WRITE, path)) {
        if (!placed) {
            int flags = fcntl(descriptor, F_GETFL);
            struct stat found;
            at = flags & O_APPEND ? (fstat(descriptor, &found), found.st_size) : lseek64(descriptor, 0, SEEK_CUR);
        }
        result = placed ? REAL(pwrite64)(descriptor, data, length, at) : REAL(write)(descriptor, data, length);
        int kept = errno;
        if (result > 0) entry("write", path, "", at, data, (size_t)result);
        done(WRITE, path);
        errno = kept;
    }
    LEAVE;
    return result;
}

ssize_t write(int descriptor, const void *data, size_t length) { return written(descriptor, data, length, 0, 0); }
ssize_t pwrite(int descriptor, const void *data, size_t length, off_t at) { return written(descriptor, data, length, at, 1); }
ssize_t pwrite64(int descriptor, const void *data, size_t length, off64_t at) { return written(descriptor, data, length, at, 1); }

ssize_t writev(int descriptor, const struct iovec *parts, int many) {
    char made[PATH_MAX];
    if (inside || !of_descriptor(descriptor, made)) return REAL(writev)(descriptor, parts, many);
    for (int one = 0; one < many; one++) /* may write less than is asked, as the call allows */
        if (parts[one].iov_len) return written(descriptor, parts[one].iov_base, parts[one].iov_len, 0, 0);
    return 0;
}

static ssize_t was_read(int descriptor, void *data, size_t length, off64_t at, int placed) {
    char made[PATH_MAX];
    const char *path = inside || !(fail_kinds & READ) || !fail_at || kill_after ? NULL : of_descriptor(descriptor, made);
    if (path) {
        ENTER;
        int fails = due(READ, path);
        LEAVE;
        if (fails) return -1;
    }
    return placed ? REAL(pread64)(descriptor, data, length, at) : REAL(read)(descriptor, data, length);
}

ssize_t read(int descriptor, void *data, size_t length) { return was_read(descriptor, data, length, 0, 0); }
ssize_t pread(int descriptor, void *data, size_t length, off_t at) { return was_read(descriptor, data, length, at, 1); }
ssize_t pread64(int descriptor, void *data, size_t length, off64_t at) { return was_read(descriptor, data, length, at, 1); }

static int synced(int descriptor, int whole) {
    char made[PATH_MAX];
    const char *path = inside ? NULL : of_descriptor(descriptor, made);
    if (!path) return whole ? REAL(fsync)(descriptor) : REAL(fdatasync)(descriptor);
    ENTER;
    int result = -1;
    if (!due(SYNC, path)) {
        result = 0; /* what the record says is durable need not be: nobody cuts our power */
        entry("sync", path, "", 0, NULL, 0);
        done(SYNC, path);
    }
    LEAVE;
    return result;
}

int fsync(int descriptor) { return synced(descriptor, 1); }
int fdatasync(int descriptor) { return synced(descriptor, 0); }

static int was_cut(int descriptor, off64_t length) {
    char made[PATH_MAX];
    const char *path = inside ? NULL : of_descriptor(descriptor, made);
    if (!path) return REAL(ftruncate64)(descriptor, length);
    ENTER;
    int result = -1;
    if (!due(CUT, path)) {
        result = REAL(ftruncate64)(descriptor, length);
        int kept = errno;
        if (!result) entry("cut", path, "", length, NULL, 0);
        done(CUT, path);
        errno = kept;
    }
    LEAVE;
    return result;
}

int ftruncate(int descriptor, off_t length) { return was_cut(descriptor, length); }
int ftruncate64(int descriptor, off64_t length) { return was_cut(descriptor, length); }

static int renamed(int from, const char *old, int to, const char *new, unsigned flags) {
    char made[PATH_MAX], other[PATH_MAX];
    const char *a = inside ? NULL : place(from, old, made);
    const char *b = inside ? NULL : place(to, new, other);
    if (!a || !b) return REAL(renameat2)(from, old, to, new, flags);
    ENTER;
    int result = -1;
    if (!due(RENAME, b)) {
        result = REAL(renameat2)(from, old, to, new, flags);
        int kept = errno;
        if (!result) entry("rename", a, b, 0, NULL, 0);
        done(RENAME, b);
        errno = kept;
    }
    LEAVE;
    return result;
}

int rename(const char *old, const char *new) { return renamed(AT_FDCWD, old, AT_FDCWD, new, 0); }
int renameat(int from, const char *old, int to, const char *new) { return renamed(from, old, to, new, 0); }
int renameat2(int from, const char *old, int to, const char *new, unsigned flags) { return renamed(from, old, to, new, flags); }

static int linked(int from, const char *old, int to, const char *new, int flags) {
    char made[PATH_MAX], other[PATH_MAX];
    const char *a = inside ? NULL : place(from, old, made);
    const char *b = inside ? NULL : place(to, new, other);
    if (!a || !b) return REAL(linkat)(from, old, to, new, flags);
    ENTER;
    int result = -1;
    if (!due(LINK, b)) {
        result = REAL(linkat)(from, old, to, new, flags);
        int kept = errno;
        if (!result) entry("link", a, b, 0, NULL, 0);
        done(LINK, b);
        errno = kept;
    }
    LEAVE;
    return result;
}

int link(const char *old, const char *new) { return linked(AT_FDCWD, old, AT_FDCWD, new, 0); }
int linkat(int from, const char *old, int to, const char *new, int flags) { return linked(from, old, to, new, flags); }

static int unlinked(int folder, const char *path, int flags) {
    char made[PATH_MAX];
    const char *at = inside ? NULL : place(folder, path, made);
    if (!at) return REAL(unlinkat)(folder, path, flags);
    ENTER;
    int result = -1;
    if (!due(UNLINK, at)) {
        result = REAL(unlinkat)(folder, path, flags);
        int kept = errno;
        if (!result) entry(flags & AT_REMOVEDIR ? "rmdir" : "unlink", at, "", 0, NULL, 0);
        done(UNLINK, at);
        errno = kept;
    }
    LEAVE;
    return result;
}

int unlink(const char *path) { return unlinked(AT_FDCWD, path, 0); }
int unlinkat(int folder, const char *path, int flags) { return unlinked(folder, path, flags); }
int rmdir(const char *path) { return unlinked(AT_FDCWD, path, AT_REMOVEDIR); }

int mkdirat(int folder, const char *path, mode_t mode) {
    char made[PATH_MAX];
    const char *at = inside ? NULL : place(folder, path, made);
    if (!at) return REAL(mkdirat)(folder, path, mode);
    ENTER;
    int result = -1;
    if (!due(DIRECTORY, at)) {
        result = REAL(mkdirat)(folder, path, mode);
        int kept = errno;
        if (!result) entry("mkdir", at, "", 0, NULL, 0);
        done(DIRECTORY, at);
        errno = kept;
    }
    LEAVE;
    return result;
}

int mkdir(const char *path, mode_t mode) { return mkdirat(AT_FDCWD, path, mode); }

/* C streams below the folder, over our own calls. */
static ssize_t stream_read(void *cookie, char *data, size_t length) { return read((int)(intptr_t)cookie, data, length); }
static ssize_t stream_write(void *cookie, const char *data, size_t length) {
    ssize_t result = write((int)(intptr_t)cookie, data, length);
    return result < 0 ? 0 : result; /* what fopencookie asks for */
}
static int stream_seek(void *cookie, off64_t *at, int whence) {
    off64_t result = lseek64((int)(intptr_t)cookie, *at, whence);
    if (result < 0) return -1;
    *at = result;
    return 0;
}
static int stream_close(void *cookie) { return close((int)(intptr_t)cookie); }

static FILE *stream(const char *path, const char *mode, const char *name) {
    char made[PATH_MAX];
    if (inside || !place(AT_FDCWD, path, made)) {
        FILE *(*plain)(const char *, const char *) = (FILE * (*)(const char *, const char *)) real(name);
        return plain(path, mode);
    }
    int flags = strchr(mode, '+') ? O_RDWR : mode[0] == 'r' ? O_RDONLY : O_WRONLY;
    if (mode[0] == 'w') flags |= O_CREAT | O_TRUNC;
    if (mode[0] == 'a') flags |= O_CREAT | O_APPEND;
    int descriptor = open(path, flags | O_CLOEXEC, 0666);
    if (descriptor < 0) return NULL;
    cookie_io_functions_t calls = {stream_read, stream_write, stream_seek, stream_close};
    return fopencookie((void *)(intptr_t)descriptor, mode, calls);
}

FILE *fopen(const char *path, const char *mode) { return stream(path, mode, "fopen"); }
FILE *fopen64(const char *path, const char *mode) { return stream(path, mode, "fopen64"); }
