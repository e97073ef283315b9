/* What the first and the last pass spend their time on, in vectors of 256 bits for ranks of 16; elsewhere plain loops. Included by
 * _kernels_body.h. `least` and `least_best` are minima over what is feasible, so a barred cell counts as the largest rank.
 */

#if defined(AVX2) && BYTES == 2
#define VECTORS 1

static inline __m256i NAME(load)(const RANK *at) { return _mm256_loadu_si256((const __m256i *)at); }

static inline __m256i NAME(load_barred)(const uint8_t *at) {
    return _mm256_sub_epi16(_mm256_cvtepu8_epi16(_mm_loadu_si128((const __m128i *)at)), _mm256_set1_epi16(1));
}

static inline RANK NAME(least_of)(__m256i all) {
    return (RANK)_mm_cvtsi128_si32(_mm_minpos_epu16(_mm_min_epu16(_mm256_castsi256_si128(all), _mm256_extracti128_si256(all, 1))));
}

static inline RANK NAME(most_of)(__m256i all) { return (RANK)~NAME(least_of)(_mm256_xor_si256(all, _mm256_set1_epi16(-1))); }

static inline __m256i NAME(attained)(__m256i ranks, __m256i asked) { return _mm256_cmpeq_epi16(_mm256_max_epu16(ranks, asked), ranks); }

/* `bit` in the bytes of 32 cells whose masks are set; four times eight bytes, in the order 0 2 1 3. */
static inline __m256i NAME(bits_of)(__m256i first, __m256i second, uint8_t bit) {
    return _mm256_and_si256(_mm256_packs_epi16(first, second), _mm256_set1_epi8((char)bit));
}
#else
#define VECTORS 0
#endif

/* Raise what is best so far by one row, and return its least rank, or `low` if that is less. */
static inline RANK NAME(raise_row)(RANK *RESTRICT top, const RANK *RESTRICT row, const uint8_t *RESTRICT feasible, int64_t width, RANK low) {
    int64_t w = 0;
#if VECTORS
    __m256i all = _mm256_set1_epi16((short)low), more = all;
    for (; w + 32 <= width; w += 32) {
        __m256i one = NAME(load)(row + w), two = NAME(load)(row + w + 16);
        _mm256_storeu_si256((__m256i *)(top + w), _mm256_max_epu16(NAME(load)(top + w), one));
        _mm256_storeu_si256((__m256i *)(top + w + 16), _mm256_max_epu16(NAME(load)(top + w + 16), two));
        if (feasible) one = _mm256_or_si256(one, NAME(load_barred)(feasible + w)), two = _mm256_or_si256(two, NAME(load_barred)(feasible + w + 16));
        all = _mm256_min_epu16(all, one);
        more = _mm256_min_epu16(more, two);
    }
    low = NAME(least_of)(_mm256_min_epu16(all, more));
#endif
    for (; w < width; w++) {
        const RANK own = feasible ? row[w] | (RANK)((RANK)feasible[w] - 1) : row[w];
        top[w] = top[w] > row[w] ? top[w] : row[w];
        low = own < low ? own : low;
    }
    return low;
}

/* The least of `low` and of the ranks that are not barred. */
static inline RANK NAME(least_in)(const RANK *RESTRICT row, const uint8_t *RESTRICT feasible, int64_t width, RANK low) {
    int64_t w = 0;
#if VECTORS
    __m256i all = _mm256_set1_epi16((short)low);
    for (; w + 16 <= width; w += 16) {
        const __m256i one = NAME(load)(row + w);
        all = _mm256_min_epu16(all, feasible ? _mm256_or_si256(one, NAME(load_barred)(feasible + w)) : one);
    }
    low = NAME(least_of)(all);
#endif
    for (; w < width; w++) {
        const RANK own = feasible ? row[w] | (RANK)((RANK)feasible[w] - 1) : row[w];
        low = own < low ? own : low;
    }
    return low;
}

/* The best of a block whose strategies are neighbours. */
static inline RANK NAME(best_in)(const RANK *RESTRICT row, int64_t width) {
    int64_t w = 0;
    RANK best = 0;
#if VECTORS
    if (width >= 16) {
        __m256i all = NAME(load)(row);
        for (w = 16; w + 16 <= width; w += 16) all = _mm256_max_epu16(all, NAME(load)(row + w));
        best = NAME(most_of)(all);
    }
#endif
    for (; w < width; w++) best = row[w] > best ? row[w] : best;
    return best;
}

/* Lower what is least so far, strategy by strategy, by one such block; its best, with `least_best`, likewise. */
static inline void NAME(lower_block)(
    RANK *RESTRICT least, RANK *RESTRICT least_best, const RANK *RESTRICT row, const uint8_t *RESTRICT feasible, RANK best, int64_t width
) {
    int64_t w = 0;
#if VECTORS
    const __m256i top = _mm256_set1_epi16((short)best);
    for (; w + 16 <= width; w += 16) {
        __m256i own = NAME(load)(row + w);
        if (feasible) {
            const __m256i barred = NAME(load_barred)(feasible + w);
            own = _mm256_or_si256(own, barred);
            _mm256_storeu_si256((__m256i *)(least_best + w), _mm256_min_epu16(NAME(load)(least_best + w), _mm256_or_si256(top, barred)));
        }
        _mm256_storeu_si256((__m256i *)(least + w), _mm256_min_epu16(NAME(load)(least + w), own));
    }
#endif
    for (; w < width; w++) {
        const RANK barred = feasible ? (RANK)((RANK)feasible[w] - 1) : 0, own = row[w] | barred, end = best | barred;
        least[w] = own < least[w] ? own : least[w];
        if (feasible) least_best[w] = end < least_best[w] ? end : least_best[w];
    }
}

/* The best that is certain in each of `width` blocks, GROUPED at most, whose strategies are `stride` apart: no rank counts for more than the
 * least that the others can make of its strategy. */
static inline void NAME(certain)(
    const RANK *at, int64_t stride, int64_t size, const RANK *RESTRICT least, const RANK *RESTRICT least_best, int64_t width,
    RANK *RESTRICT general, RANK *RESTRICT symmetric
) {
#if VECTORS
    if (width == GROUPED) {
        __m256i one[4], two[4];
        for (int k = 0; k < 4; k++) one[k] = two[k] = _mm256_setzero_si256();
        for (int64_t x = 0; x < size; x++, at += stride) {
            const __m256i end = _mm256_set1_epi16((short)least[x]), end_best = _mm256_set1_epi16((short)least_best[x]);
            AHEAD(at + GROUPED);
            AHEAD(at + GROUPED + 32);
            for (int k = 0; k < 4; k++) {
                const __m256i rank = NAME(load)(at + 16 * k);
                one[k] = _mm256_max_epu16(one[k], _mm256_min_epu16(rank, end));
                two[k] = _mm256_max_epu16(two[k], _mm256_min_epu16(rank, end_best));
            }
        }
        for (int k = 0; k < 4; k++) {
            _mm256_storeu_si256((__m256i *)(general + 16 * k), one[k]);
            _mm256_storeu_si256((__m256i *)(symmetric + 16 * k), two[k]);
        }
        return;
    }
#endif
    memset(general, 0, (size_t)width * sizeof *general);
    memset(symmetric, 0, (size_t)width * sizeof *symmetric);
    for (int64_t x = 0; x < size; x++, at += stride) {
        const RANK end = least[x], end_best = least_best[x];
        for (int64_t w = 0; w < width; w++) {
            const RANK one = at[w] < end ? at[w] : end, two = at[w] < end_best ? at[w] : end_best;
            general[w] = one > general[w] ? one : general[w];
            symmetric[w] = two > symmetric[w] ? two : symmetric[w];
        }
    }
}

/* The same for one block whose strategies are neighbours. */
static inline void NAME(certain_along)(
    const RANK *RESTRICT row, const RANK *RESTRICT least, const RANK *RESTRICT least_best, int64_t width, RANK *general, RANK *symmetric
) {
    RANK one = 0, two = 0;
    int64_t w = 0;
#if VECTORS
    if (width >= 16) {
        __m256i first = _mm256_setzero_si256(), second = first;
        for (; w + 16 <= width; w += 16) {
            first = _mm256_max_epu16(first, _mm256_min_epu16(NAME(load)(row + w), NAME(load)(least + w)));
            second = _mm256_max_epu16(second, _mm256_min_epu16(NAME(load)(row + w), NAME(load)(least_best + w)));
        }
        one = NAME(most_of)(first);
        two = NAME(most_of)(second);
    }
#endif
    for (; w < width; w++) {
        const RANK end = row[w] < least[w] ? row[w] : least[w], end_best = row[w] < least_best[w] ? row[w] : least_best[w];
        one = end > one ? end : one;
        two = end_best > two ? end_best : two;
    }
    *general = one;
    *symmetric = two;
}

/* Flags of one row: each threshold by cell, or, `same`, one for all of them (`moves` 2: that of GMR and SMR in any case). With `past`, flags
 * are written past the caches, which they would only sweep out. `ahead`: how far ahead memory is asked for, not to wait for it later. */
static inline void NAME(judge)(
    const RANK *RESTRICT row, const RANK *RESTRICT top, const RANK *RESTRICT general, const RANK *RESTRICT symmetric,
    const RANK *RESTRICT credible, const RANK *RESTRICT answered, uint8_t *RESTRICT flags, int64_t width, const int same, const int moves,
    const int replies, int past, int64_t ahead
) {
    const RANK one = *top, two = *general, three = *symmetric, four = *credible, five = *answered;
    int64_t w = 0;
#if VECTORS
    const __m256i ones = _mm256_set1_epi16((short)one), twos = _mm256_set1_epi16((short)two), threes = _mm256_set1_epi16((short)three);
    const __m256i fours = _mm256_set1_epi16((short)four), fives = _mm256_set1_epi16((short)five);
    past = past && !((uintptr_t)flags & 31);
#define BOTH(from, fixed, bit, shared) \
    NAME(bits_of)(NAME(attained)(a, (shared) ? (fixed) : NAME(load)((from) + w)), NAME(attained)(b, (shared) ? (fixed) : NAME(load)((from) + w + 16)), bit)
    for (; w + 32 <= width; w += 32) {
        SOON(row + w + ahead);
        const __m256i a = NAME(load)(row + w), b = NAME(load)(row + w + 16);
        __m256i found = BOTH(top, ones, NASH, same);
        if (moves) found = _mm256_or_si256(found, BOTH(general, twos, GMR, same || moves == 2));
        if (moves) found = _mm256_or_si256(found, BOTH(symmetric, threes, SMR, same || moves == 2));
        if (replies) found = _mm256_or_si256(found, BOTH(credible, fours, SEQ, same));
        if (replies) found = _mm256_or_si256(found, BOTH(answered, fives, SSEQ, same));
        found = _mm256_permute4x64_epi64(found, 0xD8);
        if (past) _mm256_stream_si256((__m256i *)(flags + w), found);
        else _mm256_storeu_si256((__m256i *)(flags + w), found);
    }
#undef BOTH
#else
    (void)past, (void)ahead;
#endif
    for (; w < width; w++) {
        uint8_t found = row[w] >= (same ? one : top[w]) ? NASH : 0;
        if (moves) found = (uint8_t)(found | (row[w] >= (same || moves == 2 ? two : general[w]) ? GMR : 0));
        if (moves) found = (uint8_t)(found | (row[w] >= (same || moves == 2 ? three : symmetric[w]) ? SMR : 0));
        if (replies) found = (uint8_t)(found | (row[w] >= (same ? four : credible[w]) ? SEQ : 0));
        if (replies) found = (uint8_t)(found | (row[w] >= (same ? five : answered[w]) ? SSEQ : 0));
        flags[w] = found;
    }
}
