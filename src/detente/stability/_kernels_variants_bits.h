/* One ranking of the focal decision maker while the others' vary: a variant a bit. Included by _kernels_variants_body.h.
 *
 * States are taken from the worst up. Whatever leads to one of them by the others' improvements is *marked*, in just those variants in which
 * the way exists: each state is marked once a variant. When everything as bad as s has been taken, s is stable in those variants in which
 * all of its improvements are marked: each of them then leads to something no better than s. Only states where moves in general deter and
 * Nash does not already hold are looked at, since between these two lies all that is in question.
 */

#ifdef __GNUC__
typedef uint64_t NAME(Bits) __attribute__((vector_size(8 * WORDS), aligned(8)));
#define WORD(bits, w) (bits)[w]
#define NONE (NAME(Bits)){0}
static inline NAME(Bits) NAME(both)(NAME(Bits) one, NAME(Bits) two) { return one & two; }
static inline NAME(Bits) NAME(either)(NAME(Bits) one, NAME(Bits) two) { return one | two; }
static inline NAME(Bits) NAME(without)(NAME(Bits) one, NAME(Bits) two) { return one & ~two; }
#else
typedef struct {
    uint64_t word[WORDS];
} NAME(Bits);
#define WORD(bits, w) (bits).word[w]
#define NONE (NAME(Bits)){{0}}
static inline NAME(Bits) NAME(both)(NAME(Bits) one, NAME(Bits) two) {
    for (int w = 0; w < WORDS; w++) one.word[w] &= two.word[w];
    return one;
}
static inline NAME(Bits) NAME(either)(NAME(Bits) one, NAME(Bits) two) {
    for (int w = 0; w < WORDS; w++) one.word[w] |= two.word[w];
    return one;
}
static inline NAME(Bits) NAME(without)(NAME(Bits) one, NAME(Bits) two) {
    for (int w = 0; w < WORDS; w++) one.word[w] &= ~two.word[w];
    return one;
}
#endif

static inline int NAME(some)(NAME(Bits) bits) {
#ifdef AVX2
    return !_mm256_testz_si256((__m256i)bits, (__m256i)bits);
#else
    uint64_t found = 0;
    for (int w = 0; w < WORDS; w++) found |= WORD(bits, w);
    return found != 0;
#endif
}

typedef struct {
    NAME(Arcs) fixed;                        /* of those who are the same in all variants */
    uint32_t *begin;                         /* of those who are not, by target: the places of its arcs in the next two */
    uint16_t *from;
    NAME(Bits) *ways;                        /* in which variants the move is an improvement */
    NAME(Bits) *pairs;                       /* the same by pair, of one mover after the other */
    NAME(Bits) *marked, *pending, *answers;
    uint16_t *queue, *order, *order_best, *best;
    uint8_t *queued;
    uint32_t *tally;
    uint32_t head, tail, mask;               /* of the queue, a ring with room for all states and one more */
} NAME(Marks);

static inline void NAME(mark)(NAME(Marks) *marks, uint16_t s, NAME(Bits) fresh) {
    const NAME(Bits) add = NAME(without)(fresh, marks->marked[s]);
    if (!NAME(some)(add)) return;
    marks->marked[s] = NAME(either)(marks->marked[s], add);
    marks->pending[s] = NAME(either)(marks->pending[s], add);
    marks->queue[marks->tail & marks->mask] = s;
    marks->tail += !marks->queued[s];
    marks->queued[s] = 1;
}

/* Mark all that leads to what is in the queue. */
static void NAME(spread_marks)(NAME(Marks) *marks) {
    const uint32_t *RESTRICT fixed = marks->fixed.begin, *RESTRICT begin = marks->begin, mask = marks->mask;
    const uint16_t *RESTRICT always = marks->fixed.from, *RESTRICT from = marks->from;
    const NAME(Bits) *RESTRICT ways = marks->ways;
    NAME(Bits) *RESTRICT marked = marks->marked, *RESTRICT pending = marks->pending;
    uint16_t *RESTRICT queue = marks->queue;
    uint8_t *RESTRICT queued = marks->queued;
    uint32_t head = marks->head, tail = marks->tail;
    while (head != tail) {
        const uint16_t t = queue[head++ & mask];
        const NAME(Bits) fresh = pending[t];
        pending[t] = NONE;
        queued[t] = 0;
        for (uint32_t k = fixed[t]; k < fixed[t + 1]; k++) {
            const uint16_t s = always[k];
            const NAME(Bits) add = NAME(without)(fresh, marked[s]);
            if (!NAME(some)(add)) continue;
            marked[s] = NAME(either)(marked[s], add);
            pending[s] = NAME(either)(pending[s], add);
            queue[tail & mask] = s;
            tail += !queued[s];
            queued[s] = 1;
        }
        for (uint32_t k = begin[t]; k < begin[t + 1]; k++) {
            const uint16_t s = from[k];
            const NAME(Bits) add = NAME(without)(NAME(both)(fresh, ways[k]), marked[s]);
            if (!NAME(some)(add)) continue;
            marked[s] = NAME(either)(marked[s], add);
            pending[s] = NAME(either)(pending[s], add);
            queue[tail & mask] = s;
            tail += !queued[s];
            queued[s] = 1;
        }
    }
    marks->head = head;
    marks->tail = tail;
}

/* States by ascending value; values are below `states`. `begin` gets the first place of each value, and one more. */
static void NAME(ascending)(const uint16_t *values, int64_t states, uint16_t *order, uint32_t *begin) {
    memset(begin, 0, ((size_t)states + 2) * sizeof *begin);
    for (int64_t s = 0; s < states; s++) begin[values[s] + 2]++;
    for (int64_t v = 0; v < states; v++) begin[v + 2] += begin[v + 1];
    for (int64_t s = 0; s < states; s++) order[begin[values[s] + 1]++] = (uint16_t)s;
}

/* One concept. `values`: how bad a state is as an answer (its rank, or the best that can still be done from there). `held`, `open`: a bit a
 * state, where Nash holds, and where moves in general deter. */
static void NAME(climb)(
    const Grid *grid, int focal, NAME(Marks) *marks, const uint16_t *ranks, const uint16_t *values, NAME(Bits) valid,
    const uint64_t *held, const uint64_t *open
) {
    const Mover *mover = &grid->movers[focal];
    const int64_t states = grid->states;
    uint32_t *seeds = marks->tally, *asked = marks->tally + states + 2;
    int64_t left = 0;
    NAME(ascending)(values, states, marks->order_best, seeds);
    NAME(ascending)(ranks, states, marks->order, asked);
    memset(marks->marked, 0, (size_t)states * sizeof *marks->marked);
    for (int64_t s = 0; s < states; s++) {
        const int holds = (int)(held[s >> 6] >> (s & 63) & 1);
        left += !holds && open[s >> 6] >> (s & 63) & 1;
        marks->answers[s] = holds ? valid : NONE;
    }
    for (int64_t value = 0; left; value++) {
        for (uint32_t k = seeds[value]; k < seeds[value + 1]; k++)
            NAME(mark)(marks, marks->order_best[k], valid);
        NAME(spread_marks)(marks);
        for (uint32_t k = asked[value]; k < asked[value + 1]; k++) {
            const uint16_t s = marks->order[k];
            if ((held[s >> 6] | ~open[s >> 6]) >> (s & 63) & 1) continue;
            const uint16_t *members = mover->members + mover->first[s];
            NAME(Bits) all = valid;
            left--;
            for (int64_t m = 0; m < mover->count[s]; m++)
                if (ranks[members[m]] > ranks[s] && leads(mover, s, members[m])) all = NAME(both)(all, marks->marked[members[m]]);
            marks->answers[s] = all;
        }
    }
}

/* In which of up to 64 * WORDS variants each move of a mover is an improvement. `rows`: which row of `arcs` each variant has. */
static void NAME(turn)(const Mover *mover, const uint64_t *arcs, int64_t stride, const int32_t *rows, int64_t step, int64_t count, NAME(Bits) *out) {
    for (int64_t w = 0; w < mover->words; w++)
        for (int group = 0; group < WORDS; group++) {
            uint64_t square[64];
            const int64_t first = 64 * group, last = count - first < 64 ? count - first : 64;
            for (int64_t k = 0; k < 64; k++) square[k] = k < last ? arcs[rows[(first + k) * step] * stride + w] : 0;
            if (last > 0) transpose(square);
            for (int k = 0; k < 64; k++) WORD(out[64 * w + k], group) = square[k];
        }
}

/* The arcs of those who vary, by target: those that are an improvement in some variant. */
static void NAME(vary)(const Grid *grid, const uint8_t *varies, const uint64_t *arcs, const int32_t *tasks, int64_t count, NAME(Marks) *marks) {
    const int64_t makers = grid->makers;
    int64_t used = 0;
    for (int j = 0; j < makers; j++)
        if (varies[j]) {
            NAME(turn)(&grid->movers[j], arcs, grid->words, tasks + j, makers, count, marks->pairs + used);
            used += 64 * grid->movers[j].words;
        }
    uint32_t found = 0;
    for (int64_t t = 0; t < grid->states; t++) {
        marks->begin[t] = found;
        used = 0;
        for (int j = 0; j < makers; j++) {
            if (!varies[j]) continue;
            const Mover *mover = &grid->movers[j];
            const NAME(Bits) *ways = marks->pairs + used + mover->pair[t];
            used += 64 * mover->words;
            for (int64_t m = 0; m < mover->count[t]; m++) {
                marks->ways[found] = ways[m];
                marks->from[found] = mover->members[mover->first[t] + m];
                found += (uint32_t)NAME(some)(ways[m]);
            }
        }
    }
    marks->begin[grid->states] = found;
}

/* Up to 64 * WORDS tasks with one focal ranking: for each the rows of all decision makers, from `tasks` on. `out`: by task, SEQ then SSEQ. */
static int NAME(bit_by_bit)(
    const Grid *grid, int focal, const uint64_t *ranks, const uint64_t *arcs, const int32_t *tasks, int64_t count, const uint64_t *known,
    int wanted, NAME(Marks) *marks, const uint64_t **improving, uint64_t *const *out
) {
    const int64_t states = grid->states, stride = (states + 3) / 4, makers = grid->makers;
    const uint16_t *own = (const uint16_t *)(ranks + tasks[focal] * stride);
    const uint64_t *held = known + 3 * grid->row * tasks[focal];
    uint8_t varies[256] = {0};
    for (int j = 0; j < makers; j++) {
        improving[j] = NULL;
        if (j == focal || grid->movers[j].idle) continue;
        for (int64_t k = 1; k < count; k++) varies[j] |= tasks[k * makers + j] != tasks[j];
        if (!varies[j]) improving[j] = arcs + tasks[j] * grid->words;
    }
    if (NAME(gather)(grid, focal, improving, 0, &marks->fixed) < 0) return -1;
    NAME(vary)(grid, varies, arcs, tasks, count, marks);
    NAME(Bits) valid = NONE;
    for (int64_t k = 0; k < count; k++) WORD(valid, k >> 6) |= UINT64_C(1) << (k & 63);
    const Mover *mover = &grid->movers[focal];
    for (int64_t s = 0; s < states; s++) {
        uint16_t best = own[s];
        const uint16_t *members = mover->members + mover->first[s];
        for (int64_t m = 0; m < mover->count[s]; m++)
            if (own[members[m]] > best && leads(mover, s, members[m])) best = own[members[m]];
        marks->best[s] = best;
    }
    for (int concept = 0; concept < 2; concept++) {
        if (!(wanted & (concept ? SSEQ : SEQ))) continue;
        NAME(climb)(grid, focal, marks, own, concept ? marks->best : own, valid, held, held + (1 + concept) * grid->row);
        for (int64_t w = 0; 64 * w < states; w++)
            for (int group = 0; 64 * group < count; group++) {
                uint64_t square[64];
                for (int64_t k = 0; k < 64; k++) square[k] = 64 * w + k < states ? WORD(marks->answers[64 * w + k], group) : 0;
                transpose(square);
                for (int64_t k = 0; k < 64 && 64 * group + k < count; k++) out[64 * group + k][concept * grid->row + w] = square[k];
            }
    }
    return 0;
}
#undef WORD
#undef NONE
