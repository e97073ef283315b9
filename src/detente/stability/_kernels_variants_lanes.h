/* Many rankings of one decision maker while everybody else's stay as they are: a ranking a lane. Included by _kernels_variants_body.h.
 *
 * What the others reach is then the same in every lane, so that one pass over its classes gives the least that each lane finds there.
 */

#ifdef __GNUC__
typedef uint16_t NAME(Lanes) __attribute__((vector_size(2 * LANES), aligned(2)));
#else
typedef struct {
    uint16_t lane[LANES];
} NAME(Lanes);
#endif

static inline NAME(Lanes) NAME(lower)(NAME(Lanes) one, NAME(Lanes) two) {
#if defined(AVX2)
    return (NAME(Lanes))_mm256_min_epu16((__m256i)one, (__m256i)two);
#elif defined(__GNUC__)
    const NAME(Lanes) smaller = (NAME(Lanes))(one < two);
    return (one & smaller) | (two & ~smaller);
#else
    for (int l = 0; l < LANES; l++) one.lane[l] = one.lane[l] < two.lane[l] ? one.lane[l] : two.lane[l];
    return one;
#endif
}

static inline NAME(Lanes) NAME(higher)(NAME(Lanes) one, NAME(Lanes) two) {
#if defined(AVX2)
    return (NAME(Lanes))_mm256_max_epu16((__m256i)one, (__m256i)two);
#elif defined(__GNUC__)
    const NAME(Lanes) larger = (NAME(Lanes))(one > two);
    return (one & larger) | (two & ~larger);
#else
    for (int l = 0; l < LANES; l++) one.lane[l] = one.lane[l] > two.lane[l] ? one.lane[l] : two.lane[l];
    return one;
#endif
}

/* A bit a lane: whether the first is no less. */
static inline unsigned NAME(no_less)(NAME(Lanes) one, NAME(Lanes) two) {
#ifdef AVX2
    const __m256i same = _mm256_cmpeq_epi16(_mm256_max_epu16((__m256i)one, (__m256i)two), (__m256i)one);
    return (unsigned)_mm_movemask_epi8(_mm_packs_epi16(_mm256_castsi256_si128(same), _mm256_extracti128_si256(same, 1)));
#else
    uint16_t first[LANES], second[LANES];
    unsigned found = 0;
    memcpy(first, &one, sizeof first);
    memcpy(second, &two, sizeof second);
    for (int l = 0; l < LANES; l++) found |= (unsigned)(first[l] >= second[l]) << l;
    return found;
#endif
}

typedef struct {
    NAME(Lanes) *ranks, *best, *least, *least_best; /* by state, by state, by class, by class */
    uint64_t *bits;                                 /* by concept and state: a bit a ranking, 64 of them */
} NAME(Board);

/* The best that the decision maker can do from each state by one move or by staying. */
static void NAME(best)(const Mover *mover, int64_t states, const NAME(Lanes) *ranks, NAME(Lanes) *best) {
    memcpy(best, ranks, (size_t)states * sizeof *best);
    if (mover->idle) return;
    for (int64_t b = 0; b < mover->blocks; b++) {
        const uint16_t *members = mover->members + mover->begin[b];
        const int64_t size = mover->begin[b + 1] - mover->begin[b];
        if (!mover->bits) {
            NAME(Lanes) top = ranks[members[0]];
            for (int64_t m = 1; m < size; m++) top = NAME(higher)(top, ranks[members[m]]);
            for (int64_t m = 0; m < size; m++) best[members[m]] = top;
            continue;
        }
        for (int64_t t = 0; t < size; t++)
            for (int64_t s = 0; s < size; s++)
                if (leads(mover, members[s], members[t])) best[members[s]] = NAME(higher)(best[members[s]], ranks[members[t]]);
    }
}

/* The least of `values` that is reached from each class. */
static void NAME(least)(const NAME(Classes) *classes, int64_t states, const NAME(Lanes) *RESTRICT values, NAME(Lanes) *RESTRICT least) {
    const uint16_t *RESTRICT from = classes->from, *RESTRICT of = classes->of;
    const uint32_t *RESTRICT begin = classes->begin;
    memset(least, 0xFF, (size_t)classes->classes * sizeof *least);
    for (int64_t s = 0; s < states; s++) least[of[s]] = NAME(lower)(least[of[s]], values[s]);
    for (int64_t c = classes->classes - 1; c >= 0; c--) {
        const NAME(Lanes) final = least[c];
        for (uint32_t k = begin[c]; k < begin[c + 1]; k++) least[from[k]] = NAME(lower)(least[from[k]], final);
    }
}

/* Where no move leads to anything whose least is more than what one has: lanes `group` times 16 and on of `bits`. */
static void NAME(hold)(
    const Mover *mover, const NAME(Lanes) *ranks, const uint16_t *of, const NAME(Lanes) *least, int group, uint64_t *bits
) {
    const unsigned all = 0xFFFFu >> (16 - LANES);
    for (int64_t b = 0; b < mover->blocks; b++) {
        const uint16_t *members = mover->members + mover->begin[b];
        const int64_t size = mover->begin[b + 1] - mover->begin[b];
        if (!mover->bits) {
            NAME(Lanes) most = NAME(lower)(ranks[members[0]], least[of[members[0]]]);
            for (int64_t m = 1; m < size; m++) most = NAME(higher)(most, NAME(lower)(ranks[members[m]], least[of[members[m]]]));
            for (int64_t m = 0; m < size; m++) bits[members[m]] |= (uint64_t)NAME(no_less)(ranks[members[m]], most) << LANES * group;
            continue;
        }
        for (int64_t s = 0; s < size; s++) {
            unsigned held = all;
            for (int64_t t = 0; t < size; t++) {
                if (s != t && leads(mover, members[s], members[t]))
                    held &= NAME(no_less)(ranks[members[s]], NAME(lower)(ranks[members[t]], least[of[members[t]]]));
            }
            bits[members[s]] |= (uint64_t)held << LANES * group;
        }
    }
}

/* Sixteen rankings (fewer: the last is repeated) side by side. */
static void NAME(spread)(const uint64_t *ranks, int64_t stride, const int32_t *rows, int64_t count, int64_t states, NAME(Lanes) *out) {
    for (int l = 0; l < LANES; l++) {
        const uint16_t *RESTRICT row = (const uint16_t *)(ranks + rows[l < count ? l : count - 1] * stride);
        uint16_t *RESTRICT to = (uint16_t *)out + l;
        for (int64_t s = 0; s < states; s++) to[s * LANES] = row[s];
    }
}

/* From a bit a ranking for each state to a bit a state for each ranking: row `at` of `out` for ranking `at`. */
static void NAME(deliver)(const uint64_t *bits, int64_t states, int64_t count, uint64_t *const *out) {
    for (int64_t w = 0; 64 * w < states; w++) {
        uint64_t square[64];
        const int64_t left = states - 64 * w;
        memset(square, 0, sizeof square);
        memcpy(square, bits + 64 * w, (size_t)(left < 64 ? left : 64) * sizeof *square);
        transpose(square);
        for (int64_t k = 0; k < count; k++) out[k][w] = square[k];
    }
}

/* Up to 64 rankings of one decision maker: Nash, and the two concepts for which `classes` says what the others reach.
 * `out`: by ranking, rows of `row` words, one a concept: with `first`, Nash and then the two, else the two. */
static void NAME(side_by_side)(
    const Grid *grid, int focal, const uint64_t *ranks, const int32_t *rows, int64_t count, const NAME(Classes) *classes, int first,
    NAME(Board) *board, uint64_t *const *out
) {
    const Mover *mover = &grid->movers[focal];
    const int64_t states = grid->states, stride = (states + 3) / 4;
    const int concepts = first ? 3 : 2;
    uint64_t *plain = board->bits + (first ? states : 0), *symmetric = plain + states, *shifted[64];
    memset(board->bits, 0, (size_t)(concepts * states) * sizeof *board->bits);
    for (int64_t from = 0; from < count; from += LANES) {
        const int group = (int)(from / LANES);
        NAME(spread)(ranks, stride, rows + from, count - from, states, board->ranks);
        NAME(best)(mover, states, board->ranks, board->best);
        if (first)
            for (int64_t s = 0; s < states; s++) board->bits[s] |= (uint64_t)NAME(no_less)(board->ranks[s], board->best[s]) << LANES * group;
        NAME(least)(classes, states, board->ranks, board->least);
        NAME(least)(classes, states, board->best, board->least_best);
        NAME(hold)(mover, board->ranks, classes->of, board->least, group, plain);
        NAME(hold)(mover, board->ranks, classes->of, board->least_best, group, symmetric);
    }
    for (int concept = 0; concept < concepts; concept++) {
        for (int64_t k = 0; k < count; k++) shifted[k] = out[k] + concept * grid->row;
        NAME(deliver)(board->bits + concept * states, states, count, shifted);
    }
}
