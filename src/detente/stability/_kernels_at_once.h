/* Nash, GMR and SMR in one pass through memory, where everything is feasible: vectors for _kernels_plain.h, for ranks of 16 bits.
 *
 * What a rank must attain for GMR and SMR is then one number each for all of memory, and what is best in a block is more than either: a rank
 * is stable for Nash if it is that.
 */

#if VECTORS
/* Flags of 32 cells by three thresholds, written past the caches or not. */
static inline void NAME(flag_pair)(
    __m256i a, __m256i b, __m256i top, __m256i top_after, __m256i general, __m256i symmetric, uint8_t *flags, const int past
) {
    __m256i found = NAME(bits_of)(_mm256_cmpeq_epi16(a, top), _mm256_cmpeq_epi16(b, top_after), NASH);
    found = _mm256_or_si256(found, NAME(bits_of)(NAME(attained)(a, general), NAME(attained)(b, general), GMR));
    found = _mm256_or_si256(found, NAME(bits_of)(NAME(attained)(a, symmetric), NAME(attained)(b, symmetric), SMR));
    found = _mm256_permute4x64_epi64(found, 0xD8);
    if (past) _mm256_stream_si256((__m256i *)flags, found);
    else _mm256_storeu_si256((__m256i *)flags, found);
}

/* One row of a part is read, while the same row of the part before is judged by its copy: `width`, a multiple of 32, of either. Returns the
 * least of the row, or `low`. */
static inline RANK NAME(read_and_judge)(
    const RANK *RESTRICT row, RANK *RESTRICT top, RANK *RESTRICT copy, RANK low, const RANK *RESTRICT before, const RANK *RESTRICT top_before,
    RANK general, RANK symmetric, uint8_t *RESTRICT flags, int64_t width, const int past, int64_t ahead
) {
    const __m256i twos = _mm256_set1_epi16((short)general), threes = _mm256_set1_epi16((short)symmetric);
    __m256i all = _mm256_set1_epi16((short)low), more = all;
    for (int64_t w = 0; w < width; w += 32) {
        const __m256i one = NAME(load)(row + w), two = NAME(load)(row + w + 16);
        SOON(row + w + ahead);
        if (!past) AHEAD(flags + w + ahead);
        _mm256_storeu_si256((__m256i *)(top + w), _mm256_max_epu16(NAME(load)(top + w), one));
        _mm256_storeu_si256((__m256i *)(top + w + 16), _mm256_max_epu16(NAME(load)(top + w + 16), two));
        all = _mm256_min_epu16(all, one);
        more = _mm256_min_epu16(more, two);
        NAME(flag_pair)(
            NAME(load)(before + w), NAME(load)(before + w + 16), NAME(load)(top_before + w), NAME(load)(top_before + w + 16), twos, threes,
            flags + w, past
        );
        _mm256_storeu_si256((__m256i *)(copy + w), one);
        _mm256_storeu_si256((__m256i *)(copy + w + 16), two);
    }
    return NAME(least_of)(_mm256_min_epu16(all, more));
}

/* `count` blocks of 32 or 64 neighbours: their best, the least of each strategy and of the best, and their flags. */
static inline void NAME(blocks_at_once)(
    const RANK *RESTRICT row, RANK *RESTRICT tops, RANK *RESTRICT least, RANK *RESTRICT least_best, RANK general, RANK symmetric,
    uint8_t *RESTRICT flags, int64_t count, const int vectors, const int past
) {
    const __m256i twos = _mm256_set1_epi16((short)general), threes = _mm256_set1_epi16((short)symmetric), none = _mm256_set1_epi16(-1);
    __m256i lows[4], low_best = _mm256_set1_epi16((short)*least_best);
    for (int v = 0; v < vectors; v++) lows[v] = NAME(load)(least + 16 * v);
    for (int64_t b = 0; b < count; b++, row += 16 * vectors, flags += 16 * vectors) {
        __m256i rank[4];
        for (int v = 0; v < vectors; v++) {
            rank[v] = NAME(load)(row + 16 * v);
            lows[v] = _mm256_min_epu16(lows[v], rank[v]);
        }
        for (int v = 0; v < vectors; v += 2) SOON(row + 16 * v + BEYOND);
        __m256i best = _mm256_max_epu16(rank[0], rank[1]);
        if (vectors == 4) best = _mm256_max_epu16(best, _mm256_max_epu16(rank[2], rank[3]));
        best = _mm256_xor_si256(best, none);
        const __m128i found = _mm_minpos_epu16(_mm_min_epu16(_mm256_castsi256_si128(best), _mm256_extracti128_si256(best, 1)));
        best = _mm256_xor_si256(_mm256_broadcastw_epi16(found), none);
        tops[b] = (RANK)~_mm_cvtsi128_si32(found);
        low_best = _mm256_min_epu16(low_best, best);
        for (int v = 0; v < vectors; v += 2) NAME(flag_pair)(rank[v], rank[v + 1], best, best, twos, threes, flags + 16 * v, past);
    }
    for (int v = 0; v < vectors; v++) _mm256_storeu_si256((__m256i *)(least + 16 * v), lows[v]);
    *least_best = (RANK)_mm_cvtsi128_si32(_mm256_castsi256_si128(low_best));
}
#endif
