/* One ranking of the focal decision maker while the others' vary: a variant a bit. Included by _kernels_variants_body.h.
 *
 * States are taken from the worst up. Whatever leads to one of them by the others' improvements is *marked*, in just those variants in which
 * the way exists: each state is marked once a variant. When everything as bad as s has been taken, s is stable in those variants in which
 * all of its improvements are marked: each of them then leads to something no better than s. Only states where moves in general deter and
 * Nash does not already hold are looked at, since between these two lies all that is in question.
 */

typedef struct {
    uint64_t word[WORDS];
} NAME(Bits);

typedef struct {
    const Mover *mover;
    NAME(Bits) *arcs; /* by pair: in which variants the move is an improvement */
} NAME(Varying);

typedef struct {
    NAME(Arcs) fixed;         /* the arcs of those who are the same in all variants */
    NAME(Bits) *pairs;        /* room for all movers' */
    int64_t room;
    NAME(Bits) *marked, *pending, *answers;
    uint16_t *queue, *order, *order_best, *best;
    uint8_t *queued;
    uint32_t *tally;
    NAME(Varying) *varying;
    int count;                /* of them */
    uint32_t head, tail, mask; /* of the queue, a ring with room for all states and one more */
} NAME(Marks);

static inline void NAME(mark)(NAME(Marks) *marks, NAME(Bits) *RESTRICT to, NAME(Bits) *RESTRICT later, uint16_t s, const NAME(Bits) *fresh) {
    uint64_t any = 0;
    NAME(Bits) add;
    for (int w = 0; w < WORDS; w++) add.word[w] = fresh->word[w] & ~to->word[w];
    for (int w = 0; w < WORDS; w++) any |= add.word[w];
    if (!any) return;
    for (int w = 0; w < WORDS; w++) to->word[w] |= add.word[w];
    for (int w = 0; w < WORDS; w++) later->word[w] |= add.word[w];
    marks->queue[marks->tail & marks->mask] = s;
    marks->tail += !marks->queued[s];
    marks->queued[s] = 1;
}

/* Mark all that leads to what is in the queue. */
static void NAME(spread_marks)(NAME(Marks) *marks) {
    while (marks->head != marks->tail) {
        const uint16_t t = marks->queue[marks->head++ & marks->mask];
        const NAME(Bits) fresh = marks->pending[t];
        memset(&marks->pending[t], 0, sizeof fresh);
        marks->queued[t] = 0;
        for (uint32_t k = marks->fixed.begin[t]; k < marks->fixed.begin[t + 1]; k++) {
            const uint16_t s = marks->fixed.from[k];
            NAME(mark)(marks, &marks->marked[s], &marks->pending[s], s, &fresh);
        }
        for (int j = 0; j < marks->count; j++) {
            const Mover *mover = marks->varying[j].mover;
            const uint16_t *members = mover->members + mover->first[t];
            const NAME(Bits) *arcs = marks->varying[j].arcs + mover->pair[t];
            for (int64_t m = 0; m < mover->count[t]; m++) {
                NAME(Bits) way;
                for (int w = 0; w < WORDS; w++) way.word[w] = fresh.word[w] & arcs[m].word[w];
                NAME(mark)(marks, &marks->marked[members[m]], &marks->pending[members[m]], members[m], &way);
            }
        }
    }
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
    const Grid *grid, int focal, NAME(Marks) *marks, const uint16_t *ranks, const uint16_t *values, const NAME(Bits) *valid,
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
        marks->answers[s] = holds ? *valid : (NAME(Bits)){{0}};
    }
    for (int64_t value = 0; left; value++) {
        for (uint32_t k = seeds[value]; k < seeds[value + 1]; k++)
            NAME(mark)(marks, &marks->marked[marks->order_best[k]], &marks->pending[marks->order_best[k]], marks->order_best[k], valid);
        NAME(spread_marks)(marks);
        for (uint32_t k = asked[value]; k < asked[value + 1]; k++) {
            const uint16_t s = marks->order[k];
            if ((held[s >> 6] | ~open[s >> 6]) >> (s & 63) & 1) continue;
            const uint16_t *members = mover->members + mover->first[s];
            NAME(Bits) all = *valid;
            left--;
            for (int64_t m = 0; m < mover->count[s]; m++)
                if (ranks[members[m]] > ranks[s] && leads(mover, s, members[m]))
                    for (int w = 0; w < WORDS; w++) all.word[w] &= marks->marked[members[m]].word[w];
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
            for (int k = 0; k < 64; k++) out[64 * w + k].word[group] = square[k];
        }
}

/* Up to 64 * WORDS tasks with one focal ranking: for each the rows of all decision makers, from `tasks` on. `out`: by task, SEQ then SSEQ. */
static int NAME(bit_by_bit)(
    const Grid *grid, int focal, const uint64_t *ranks, const uint64_t *arcs, const int32_t *tasks, int64_t count, const uint64_t *known,
    int wanted, NAME(Marks) *marks, const uint64_t **improving, uint64_t *const *out
) {
    const int64_t states = grid->states, stride = (states + 3) / 4, makers = grid->makers;
    const uint16_t *own = (const uint16_t *)(ranks + tasks[focal] * stride);
    const uint64_t *held = known + 3 * grid->row * tasks[focal];
    int64_t used = 0;
    marks->count = 0;
    for (int j = 0; j < makers; j++) {
        int varies = 0;
        improving[j] = NULL;
        if (j == focal || grid->movers[j].idle) continue;
        for (int64_t k = 1; k < count; k++) varies |= tasks[k * makers + j] != tasks[j];
        if (!varies) {
            improving[j] = arcs + tasks[j] * grid->words;
            continue;
        }
        NAME(Varying) *varying = &marks->varying[marks->count++];
        varying->mover = &grid->movers[j];
        varying->arcs = marks->pairs + used;
        used += 64 * grid->movers[j].words;
        NAME(turn)(varying->mover, arcs, grid->words, tasks + j, makers, count, varying->arcs);
    }
    if (NAME(gather)(grid, focal, improving, 0, &marks->fixed) < 0) return -1;
    NAME(Bits) valid = {{0}};
    for (int64_t k = 0; k < count; k++) valid.word[k >> 6] |= UINT64_C(1) << (k & 63);
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
        NAME(climb)(grid, focal, marks, own, concept ? marks->best : own, &valid, held, held + (1 + concept) * grid->row);
        for (int64_t w = 0; 64 * w < states; w++)
            for (int group = 0; 64 * group < count; group++) {
                uint64_t square[64];
                for (int64_t k = 0; k < 64; k++) square[k] = 64 * w + k < states ? marks->answers[64 * w + k].word[group] : 0;
                transpose(square);
                for (int64_t k = 0; k < 64 && 64 * group + k < count; k++) out[64 * group + k][concept * grid->row + w] = square[k];
            }
    }
    return 0;
}
