/* From the truths of statements to dense ranks, one row a version of a decision maker's statements; and which versions are the same.
 *
 * Included by _kernels_variants_body.h. A version is a number of statements and their bits in the truths, the most important first; ~bit is
 * the opposite of a statement. Two versions are the same to their decision maker if they rank all states alike, and to everybody else if
 * they agree on which moves are improvements.
 */

typedef struct {
    uint32_t *keys, *spare, *tally;
    uint64_t *seen;
    uint16_t *below, *ranks;
} NAME(Ranking);

/* Keys that order the states as a version does, all below 2 to the power that is returned. */
static int NAME(keys)(const uint32_t *RESTRICT truths, const int32_t *bits, int count, int64_t states, uint32_t *RESTRICT keys) {
    uint32_t kept = 0, turned = 0;
    int falling = 1, last = 32;
    for (int k = 0; k < count; k++) {
        const int bit = bits[k] < 0 ? ~bits[k] : bits[k];
        falling &= bit < last;
        last = bit;
        kept |= UINT32_C(1) << bit;
        if (bits[k] < 0) turned |= UINT32_C(1) << bit;
    }
    if (falling) { /* in the order written: leaving bits out is enough */
        for (int64_t s = 0; s < states; s++) keys[s] = (truths[s] ^ turned) & kept;
        return count ? 1 + (bits[0] < 0 ? ~bits[0] : bits[0]) : 0;
    }
    memset(keys, 0, (size_t)states * sizeof *keys);
    for (int k = 0; k < count; k++) {
        const int bit = bits[k] < 0 ? ~bits[k] : bits[k];
        const uint32_t flip = bits[k] < 0;
        for (int64_t s = 0; s < states; s++) keys[s] = keys[s] << 1 | ((truths[s] >> bit & 1) ^ flip);
    }
    return count;
}

/* Ranks from 0 without gaps. */
static void NAME(dense)(NAME(Ranking) *room, int width, int64_t states, uint16_t *RESTRICT ranks) {
    const uint32_t *RESTRICT keys = room->keys;
    if (width <= 16) {
        const int64_t words = (((int64_t)1 << width) + 63) >> 6;
        uint64_t *RESTRICT seen = room->seen;
        uint16_t *RESTRICT below = room->below;
        memset(seen, 0, (size_t)words * sizeof *seen);
        for (int64_t s = 0; s < states; s++) seen[keys[s] >> 6] |= UINT64_C(1) << (keys[s] & 63);
        uint32_t total = 0;
        for (int64_t w = 0; w < words; w++) {
            below[w] = (uint16_t)total;
            total += (uint32_t)count_bits(seen[w]);
        }
        for (int64_t s = 0; s < states; s++)
            ranks[s] = (uint16_t)(below[keys[s] >> 6] + count_bits(seen[keys[s] >> 6] & ((UINT64_C(1) << (keys[s] & 63)) - 1)));
        return;
    }
    uint32_t *from = room->spare, *to = room->spare + states, *tally = room->tally;
    for (int64_t s = 0; s < states; s++) from[s] = (uint32_t)s;
    for (int shift = 0; shift < 32; shift += 11) {
        memset(tally, 0, 2049 * sizeof *tally);
        for (int64_t s = 0; s < states; s++) tally[1 + (keys[s] >> shift & 2047)]++;
        for (int v = 0; v < 2048; v++) tally[v + 1] += tally[v];
        for (int64_t k = 0; k < states; k++) to[tally[keys[from[k]] >> shift & 2047]++] = from[k];
        uint32_t *swap = from;
        from = to;
        to = swap;
    }
    uint16_t rank = 0;
    for (int64_t k = 0; k < states; k++) {
        if (k && keys[from[k]] != keys[from[k - 1]]) rank++;
        ranks[from[k]] = rank;
    }
}

/* Which of up to 64 values are less than one of them: a bit each. */
static inline uint64_t NAME(less)(const uint16_t *values, int64_t size, uint16_t than) {
    uint64_t found = 0;
#ifdef AVX2
    const __m128i bound = _mm_set1_epi16((short)than);
    for (int64_t s = 0; s < size; s += 8) { /* ranks are below 2 to the 15th; there is room for 64 values */
        const __m128i under = _mm_cmpgt_epi16(bound, _mm_loadu_si128((const __m128i *)(values + s)));
        found |= (uint64_t)(_mm_movemask_epi8(_mm_packs_epi16(under, _mm_setzero_si128())) & 0xFF) << s;
    }
    if (size < 64) found &= (UINT64_C(1) << size) - 1;
#else
    for (int64_t s = 0; s < size; s++) found |= (uint64_t)(values[s] < than) << s;
#endif
    return found;
}

/* Bits one after the other. */
typedef struct {
    uint64_t *to, word;
    int64_t filled;
} NAME(Pen);

static inline void NAME(write)(NAME(Pen) *pen, uint64_t bits, int64_t count) {
    pen->word |= bits << pen->filled;
    if (pen->filled + count >= 64) {
        *pen->to++ = pen->word;
        pen->word = pen->filled ? bits >> (64 - pen->filled) : 0;
        pen->filled -= 64;
    }
    pen->filled += count;
}

#ifdef AVX2
/* All pairs of a block of 4, or of up to 8: ranks are below 2 to the 15th, and those that are not of the block do not matter. */
static inline uint64_t NAME(all_pairs)(const uint16_t *local, int64_t size) {
    int64_t four;
    memcpy(&four, local, sizeof four);
    const __m256i order = _mm256_set1_epi64x(four);
    if (size == 4) {
        const __m256i spread = _mm256_set_epi64x(0x0706070607060706, 0x0504050405040504, 0x0302030203020302, 0x0100010001000100);
        const __m256i better = _mm256_cmpgt_epi16(_mm256_shuffle_epi8(order, spread), order);
        return (uint64_t)_mm_movemask_epi8(_mm_packs_epi16(_mm256_castsi256_si128(better), _mm256_extracti128_si256(better, 1)));
    }
    const __m128i eight = _mm_loadu_si128((const __m128i *)local);
    uint64_t found = 0;
    for (int t = 0; t < 8; t += 2) {
        const __m128i one = _mm_cmpgt_epi16(_mm_set1_epi16((short)local[t]), eight), two = _mm_cmpgt_epi16(_mm_set1_epi16((short)local[t + 1]), eight);
        found |= (uint64_t)_mm_movemask_epi8(_mm_packs_epi16(one, two)) << 8 * t;
    }
    if (size == 8) return found;
    const uint64_t row = (UINT64_C(1) << size) - 1, rows = UINT64_C(0x0101010101010101) & (UINT64_MAX >> (64 - 8 * size));
    return _pext_u64(found, row * rows);
}
#endif

/* A bit a pair: whether going from s to t is a move and an improvement. */
static void NAME(improvements)(const Mover *mover, const uint16_t *ranks, uint64_t *arcs) {
    uint16_t local[64] = {0};
    NAME(Pen) pen = {arcs, 0, 0};
    memset(arcs, 0, (size_t)mover->words * sizeof *arcs);
    if (mover->idle) return;
    for (int64_t b = 0; b < mover->blocks; b++) {
        const int64_t size = mover->begin[b + 1] - mover->begin[b];
        const uint16_t *members = mover->members + mover->begin[b];
#ifdef AVX2
        if (size <= 8 && !mover->bits) {
            for (int64_t s = 0; s < size; s++) local[s] = ranks[members[s]];
            NAME(write)(&pen, NAME(all_pairs)(local, size), size * size);
            continue;
        }
#endif
        for (int64_t t = 0; t < size; t++)
            for (int64_t from = 0; from < size; from += 64) {
                const int64_t some = size - from < 64 ? size - from : 64;
                if (from || !t || size > 64)
                    for (int64_t s = 0; s < some; s++) local[s] = ranks[members[from + s]];
                uint64_t better = NAME(less)(local, some, ranks[members[t]]);
                if (mover->bits)
                    for (int64_t s = 0; s < some; s++) better &= ~((uint64_t)!leads(mover, members[from + s], members[t]) << s);
                NAME(write)(&pen, better, some);
            }
    }
    if (pen.filled) *pen.to = pen.word;
}

static inline uint64_t NAME(digest)(const uint64_t *words, int64_t count, uint64_t found) {
    for (int64_t w = 0; w < count; w++) {
        found = (found ^ words[w]) * UINT64_C(0x9E3779B97F4A7C15);
        found ^= found >> 29;
    }
    return found;
}

/* The first version of the same decision maker with the same row, by a table of `slots` (a power of two). */
static int32_t NAME(same)(
    const uint64_t *rows, int64_t stride, int64_t words, const int32_t *makers, int32_t version, int32_t *table, int64_t slots
) {
    const uint64_t *row = rows + version * stride;
    for (uint64_t at = NAME(digest)(row, words, (uint64_t)makers[version]);; at++) {
        int32_t *slot = table + (at & (uint64_t)(slots - 1));
        if (*slot < 0) return *slot = version;
        if (makers[*slot] == makers[version] && !memcmp(rows + *slot * stride, row, (size_t)words * sizeof *row)) return *slot;
    }
}

/* Maker i's states are of several kinds, by the truths of its statements: those from kinds[i] on, and kind[i * states + s] says which.
 *
 * Rows of ranks (4 to a word) and of improvements, and for each version the first one that is the same as focal, and as mover. */
static int NAME(rank_versions)(
    const Grid *grid, const uint32_t *truths, const int64_t *kinds, const uint16_t *kind, const int32_t *makers, const int64_t *begin, const int32_t *bits, int64_t versions,
    uint64_t *ranks, uint64_t *arcs, int32_t *focal, int32_t *moving
) {
    const int64_t states = grid->states, stride = (states + 3) / 4;
    int64_t slots = 16;
    while (slots < 2 * versions) slots *= 2;
    int32_t *table = malloc((size_t)slots * sizeof *table);
    NAME(Ranking) room = {
        malloc((size_t)states * sizeof(uint32_t)), malloc(2 * (size_t)states * sizeof(uint32_t)), malloc(2049 * sizeof(uint32_t)),
        malloc(1024 * sizeof(uint64_t)), malloc(1024 * sizeof(uint16_t)), malloc((size_t)states * sizeof(uint16_t))
    };
    const int failed = !table || !room.keys || !room.spare || !room.tally || !room.seen || !room.below || !room.ranks;
    if (!failed) memset(table, 0xFF, (size_t)slots * sizeof *table);
    for (int64_t v = 0; !failed && v < versions; v++) {
        const int64_t first = kinds[makers[v]], count = kinds[makers[v] + 1] - first;
        const int width = NAME(keys)(truths + first, bits + begin[v], (int)(begin[v + 1] - begin[v]), count, room.keys);
        const uint16_t *RESTRICT of = kind + makers[v] * states;
        uint16_t *RESTRICT row = (uint16_t *)(ranks + v * stride);
        NAME(dense)(&room, width, count, room.ranks);
        ranks[(v + 1) * stride - 1] = 0;
        for (int64_t s = 0; s < states; s++) row[s] = room.ranks[of[s]];
        focal[v] = NAME(same)(ranks, stride, stride, makers, (int32_t)v, table, slots);
    }
    if (!failed) memset(table, 0xFF, (size_t)slots * sizeof *table);
    for (int64_t v = 0; !failed && v < versions; v++) {
        if (focal[v] != v) {
            moving[v] = moving[focal[v]];
            continue;
        }
        const Mover *mover = &grid->movers[makers[v]];
        NAME(improvements)(mover, (const uint16_t *)(ranks + v * stride), arcs + v * grid->words);
        moving[v] = NAME(same)(arcs, grid->words, mover->words, makers, (int32_t)v, table, slots);
    }
    free(table);
    free(room.keys);
    free(room.spare);
    free(room.tally);
    free(room.seen);
    free(room.below);
    free(room.ranks);
    return failed ? -1 : 0;
}
