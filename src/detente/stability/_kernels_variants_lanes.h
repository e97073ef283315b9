/* Many rankings of one decision maker while everybody else's stay as they are: a ranking a lane. Included by _kernels_variants_body.h.
 *
 * What the others reach is then the same in every lane, so that one pass over its classes gives the least that each lane finds there.
 */

typedef uint16_t NAME(Lanes)[LANES];

static inline void NAME(lower)(uint16_t *RESTRICT to, const uint16_t *RESTRICT by) {
    for (int l = 0; l < LANES; l++) to[l] = to[l] < by[l] ? to[l] : by[l];
}

static inline void NAME(raise)(uint16_t *RESTRICT to, const uint16_t *RESTRICT by) {
    for (int l = 0; l < LANES; l++) to[l] = to[l] > by[l] ? to[l] : by[l];
}

/* A bit a lane: whether the first is no less. */
static inline unsigned NAME(no_less)(const uint16_t *RESTRICT one, const uint16_t *RESTRICT two) {
#ifdef AVX2
    const __m256i a = _mm256_loadu_si256((const __m256i *)one), b = _mm256_loadu_si256((const __m256i *)two);
    const __m256i same = _mm256_cmpeq_epi16(_mm256_max_epu16(a, b), a);
    return (unsigned)_mm_movemask_epi8(_mm_packs_epi16(_mm256_castsi256_si128(same), _mm256_extracti128_si256(same, 1)));
#else
    unsigned found = 0;
    for (int l = 0; l < LANES; l++) found |= (unsigned)(one[l] >= two[l]) << l;
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
            NAME(Lanes) top = {0};
            for (int64_t m = 0; m < size; m++) NAME(raise)(top, ranks[members[m]]);
            for (int64_t m = 0; m < size; m++) memcpy(best[members[m]], top, sizeof top);
            continue;
        }
        for (int64_t t = 0; t < size; t++)
            for (int64_t s = 0; s < size; s++)
                if (leads(mover, members[s], members[t])) NAME(raise)(best[members[s]], ranks[members[t]]);
    }
}

/* The least of `values` that is reached from each class. */
static void NAME(least)(const NAME(Classes) *classes, int64_t states, const NAME(Lanes) *values, NAME(Lanes) *least) {
    memset(least, 0xFF, (size_t)classes->classes * sizeof *least);
    for (int64_t s = 0; s < states; s++) NAME(lower)(least[classes->of[s]], values[s]);
    for (int64_t c = classes->classes - 1; c >= 0; c--)
        for (uint32_t k = classes->begin[c]; k < classes->begin[c + 1]; k++) NAME(lower)(least[classes->from[k]], least[c]);
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
            NAME(Lanes) most = {0};
            for (int64_t m = 0; m < size; m++) {
                const int64_t s = members[m];
                NAME(Lanes) end;
                memcpy(end, ranks[s], sizeof end);
                NAME(lower)(end, least[of[s]]);
                NAME(raise)(most, end);
            }
            for (int64_t m = 0; m < size; m++) bits[members[m]] |= (uint64_t)NAME(no_less)(ranks[members[m]], most) << LANES * group;
            continue;
        }
        for (int64_t s = 0; s < size; s++) {
            unsigned held = all;
            for (int64_t t = 0; t < size; t++) {
                NAME(Lanes) end;
                if (s == t || !leads(mover, members[s], members[t])) continue;
                memcpy(end, ranks[members[t]], sizeof end);
                NAME(lower)(end, least[of[members[t]]]);
                held &= NAME(no_less)(ranks[members[s]], end);
            }
            bits[members[s]] |= (uint64_t)held << LANES * group;
        }
    }
}

/* Sixteen rankings (fewer: the last is repeated) side by side. */
static void NAME(spread)(const uint64_t *ranks, int64_t stride, const int32_t *rows, int64_t count, int64_t states, NAME(Lanes) *out) {
    for (int l = 0; l < LANES; l++) {
        const uint16_t *RESTRICT row = (const uint16_t *)(ranks + rows[l < count ? l : count - 1] * stride);
        for (int64_t s = 0; s < states; s++) out[s][l] = row[s];
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
