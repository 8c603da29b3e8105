#include <zlib.h>

/// `inflateInit2` is a macro, which Swift does not see. 15 + 32: zlib or gzip, told from the header.
static inline int maru_inflate_init(z_stream *stream) { return inflateInit2(stream, 15 + 32); }
/// `deflateInit2` for gzip (15 + 16), default memory.
static inline int maru_deflate_init(z_stream *stream, int level) {
    return deflateInit2(stream, level, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
}
