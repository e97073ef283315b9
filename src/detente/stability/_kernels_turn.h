/* A table of ranks turned on its side: to[column][row] = from[row][column]; included by _kernels_body.h.
 *
 * The steps say how far apart rows are in memory, on both sides.
 */

#if BYTES == 2 && defined(__SSE2__)
/* Eight rows of eight. */
static inline void NAME(turn_eight)(const RANK *RESTRICT from, int64_t from_step, RANK *RESTRICT to, int64_t to_step) {
    __m128i a[8], b[8];
    for (int k = 0; k < 8; k++) a[k] = _mm_loadu_si128((const __m128i *)(from + k * from_step));
    for (int k = 0; k < 4; k++) {
        b[2 * k] = _mm_unpacklo_epi16(a[k], a[k + 4]);
        b[2 * k + 1] = _mm_unpackhi_epi16(a[k], a[k + 4]);
    }
    for (int k = 0; k < 4; k++) {
        a[2 * k] = _mm_unpacklo_epi16(b[k], b[k + 4]);
        a[2 * k + 1] = _mm_unpackhi_epi16(b[k], b[k + 4]);
    }
    for (int k = 0; k < 4; k++) {
        _mm_storeu_si128((__m128i *)(to + 2 * k * to_step), _mm_unpacklo_epi16(a[k], a[k + 4]));
        _mm_storeu_si128((__m128i *)(to + (2 * k + 1) * to_step), _mm_unpackhi_epi16(a[k], a[k + 4]));
    }
}
#endif

static void NAME(turn)(const RANK *RESTRICT from, int64_t from_step, RANK *RESTRICT to, int64_t to_step, int64_t rows, int64_t columns) {
    int64_t done = 0;
#if BYTES == 2 && defined(__SSE2__)
    done = rows & ~INT64_C(7);
    const int64_t whole = columns & ~INT64_C(7);
    for (int64_t c = 0; c < whole; c += 8)
        for (int64_t r = 0; r < done; r += 8) NAME(turn_eight)(from + r * from_step + c, from_step, to + c * to_step + r, to_step);
    for (int64_t c = whole; c < columns; c++)
        for (int64_t r = 0; r < done; r++) to[c * to_step + r] = from[r * from_step + c];
#endif
    for (int64_t c = 0; c < columns; c++)
        for (int64_t r = done; r < rows; r++) to[c * to_step + r] = from[r * from_step + c];
}
