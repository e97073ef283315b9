/* The first and the last pass for a decision maker without one-way options: every strategy leads to every other, so what a rank must attain
 * for its state to be stable is one number a block. Both passes go through the ranks in the order of memory. Included by _kernels_body.h.
 */

/* The best rank of every block. With `least`: of every strategy the least rank and the least of the best ranks, over what is feasible. */
static void NAME(tops_along)(const Model *model, const Axis *axis, const RANK *ranks, RANK *tops, RANK *RESTRICT least, RANK *RESTRICT least_best) {
    const int64_t size = axis->size;
    for (int64_t base = 0; base < model->cells; base += size) {
        const RANK *RESTRICT row = ranks + base;
        RANK best = 0;
        for (int64_t x = 0; x < size; x++) best = row[x] > best ? row[x] : best;
        *tops++ = best;
        if (!least) continue;
        if (model->full) {
            for (int64_t x = 0; x < size; x++) least[x] = row[x] < least[x] ? row[x] : least[x];
            *least_best = best < *least_best ? best : *least_best;
            continue;
        }
        const uint8_t *RESTRICT feasible = model->feasible + base;
        for (int64_t x = 0; x < size; x++) {
            const RANK barred = (RANK)((RANK)feasible[x] - 1), own = row[x] | barred, top = best | barred;
            least[x] = own < least[x] ? own : least[x];
            least_best[x] = top < least_best[x] ? top : least_best[x];
        }
    }
}

static void NAME(tops)(const Model *model, int maker, RANK *tops, RANK *least, RANK *least_best) {
    const Axis *axis = &model->axes[maker];
    const RANK *ranks = (const RANK *)model->ranks + maker * model->cells;
    for (int64_t x = 0; least && x < axis->size; x++) least[x] = least_best[x] = LIMIT;
    if (axis->stride == 1) NAME(tops_along)(model, axis, ranks, tops, least, least_best);
    Strip strip;
    for (strip_start(&strip); axis->stride > 1 && strip_next(&strip, axis, model->cells);) {
        RANK *RESTRICT top = tops + strip.block;
        const int64_t width = strip.width;
        memset(top, 0, (size_t)width * sizeof *top);
        for (int64_t x = 0; x < axis->size; x++) {
            const RANK *RESTRICT row = ranks + strip.cell + x * axis->stride;
            if (!least) {
                NAME(raise)(top, row, width);
                continue;
            }
            RANK low = least[x];
            if (model->full)
                for (int64_t w = 0; w < width; w++) {
                    top[w] = top[w] > row[w] ? top[w] : row[w];
                    low = row[w] < low ? row[w] : low;
                }
            else {
                const uint8_t *RESTRICT feasible = model->feasible + strip.cell + x * axis->stride;
                for (int64_t w = 0; w < width; w++) {
                    const RANK own = row[w] | (RANK)((RANK)feasible[w] - 1);
                    top[w] = top[w] > row[w] ? top[w] : row[w];
                    low = own < low ? own : low;
                }
            }
            least[x] = low;
        }
        if (!least) continue;
        if (model->full)
            for (int64_t w = 0; w < width; w++) *least_best = top[w] < *least_best ? top[w] : *least_best;
        else
            for (int64_t x = 0; x < axis->size; x++) {
                const uint8_t *RESTRICT feasible = model->feasible + strip.cell + x * axis->stride;
                RANK low = least_best[x];
                for (int64_t w = 0; w < width; w++) {
                    const RANK own = top[w] | (RANK)((RANK)feasible[w] - 1);
                    low = own < low ? own : low;
                }
                least_best[x] = low;
            }
    }
    for (int64_t x = 1; least && model->full && x < axis->size; x++) least_best[x] = least_best[0];
}

/* Where everybody's moves start from: own ranks, and the best one can still do; barred where infeasible. */
static void NAME(begin_reach)(const Model *model, NAME(Room) *room, int maker) {
    const Axis *axis = &model->axes[maker];
    const RANK *ranks = (const RANK *)model->ranks + maker * model->cells;
    const int64_t span = axis->size * axis->stride;
    for (int64_t base = 0, block = 0; base < model->cells; base += span, block += axis->stride)
        for (int64_t x = 0; x < axis->size; x++)
            for (int64_t b = 0, cell = base + x * axis->stride; b < axis->stride; b++, cell++) {
                const RANK barred = model->full ? 0 : (RANK)((RANK)model->feasible[cell] - 1);
                room->reached[cell] = ranks[cell] | barred;
                room->reached_best[cell] = room->tops[maker][block + b] | barred;
            }
}

/* Flags of one row: each threshold by cell, or, `same`, one for all of them. */
static inline void NAME(judge)(
    const RANK *RESTRICT row, const RANK *RESTRICT top, const RANK *RESTRICT general, const RANK *RESTRICT symmetric,
    const RANK *RESTRICT credible, const RANK *RESTRICT answered, uint8_t *RESTRICT flags, int64_t width, const int same, const int moves,
    const int replies
) {
    const RANK one = *top, two = *general, three = *symmetric, four = *credible, five = *answered;
    for (int64_t w = 0; w < width; w++) {
        uint8_t found = row[w] >= (same ? one : top[w]) ? NASH : 0;
        if (moves) found = (uint8_t)(found | (row[w] >= (same || moves == 2 ? two : general[w]) ? GMR : 0));
        if (moves) found = (uint8_t)(found | (row[w] >= (same || moves == 2 ? three : symmetric[w]) ? SMR : 0));
        if (replies) found = (uint8_t)(found | (row[w] >= (same ? four : credible[w]) ? SEQ : 0));
        if (replies) found = (uint8_t)(found | (row[w] >= (same ? five : answered[w]) ? SSEQ : 0));
        flags[w] = found;
    }
}

/* The flags of a decision maker, for `moves` (GMR and SMR: 1 by block, 2 the same everywhere) and `replies` (SEQ and SSEQ) or not. */
static inline void NAME(judge_all)(
    const Model *model, const NAME(Room) *room, int maker, const RANK *least, const RANK *least_best, const int by_cell, const int moves,
    const int replies
) {
    const Axis *axis = &model->axes[maker];
    const RANK *ranks = (const RANK *)model->ranks + maker * model->cells, *tops = room->tops[maker];
    const RANK *credible = replies ? room->credible[maker] : tops, *answered = replies ? room->answered[maker] : tops;
    uint8_t *flags = model->flags + maker * model->cells;
    RANK general[STRIP], symmetric[STRIP];
    if (moves == 2) { /* everything is feasible: what the others can bring about depends on one's own strategy alone, and that is free */
        general[0] = 0;
        for (int64_t x = 0; x < axis->size; x++) general[0] = least[x] > general[0] ? least[x] : general[0];
        symmetric[0] = least_best[0];
    }
    if (axis->stride == 1) {
        const int64_t size = axis->size;
        for (int64_t base = 0, b = 0; base < model->cells; base += size, b++) {
            const RANK *RESTRICT row = ranks + base, *RESTRICT ends = by_cell ? least + base : least;
            const RANK *RESTRICT ends_best = by_cell ? least_best + base : least_best;
            if (moves == 1) {
                RANK plain = 0, best = 0;
                for (int64_t x = 0; x < size; x++) {
                    const RANK one = row[x] < ends[x] ? row[x] : ends[x], two = row[x] < ends_best[x] ? row[x] : ends_best[x];
                    plain = one > plain ? one : plain;
                    best = two > best ? two : best;
                }
                general[0] = plain;
                symmetric[0] = best;
            }
            NAME(judge)(row, tops + b, general, symmetric, credible + b, answered + b, flags + base, size, 1, moves, replies);
        }
        return;
    }
    Strip strip;
    for (strip_start(&strip); strip_next(&strip, axis, model->cells);) {
        const int64_t width = strip.width;
        if (moves == 1) {
            memset(general, 0, (size_t)width * sizeof *general);
            memset(symmetric, 0, (size_t)width * sizeof *symmetric);
            for (int64_t x = 0; x < axis->size; x++) {
                const int64_t cell = strip.cell + x * axis->stride;
                const RANK *RESTRICT row = ranks + cell;
                if (by_cell) {
                    const RANK *RESTRICT ends = least + cell, *RESTRICT ends_best = least_best + cell;
                    for (int64_t w = 0; w < width; w++) {
                        const RANK one = row[w] < ends[w] ? row[w] : ends[w], two = row[w] < ends_best[w] ? row[w] : ends_best[w];
                        general[w] = one > general[w] ? one : general[w];
                        symmetric[w] = two > symmetric[w] ? two : symmetric[w];
                    }
                } else {
                    const RANK end = least[x], end_best = least_best[x];
                    for (int64_t w = 0; w < width; w++) {
                        const RANK one = row[w] < end ? row[w] : end, two = row[w] < end_best ? row[w] : end_best;
                        general[w] = one > general[w] ? one : general[w];
                        symmetric[w] = two > symmetric[w] ? two : symmetric[w];
                    }
                }
            }
        }
        for (int64_t x = 0; x < axis->size; x++) {
            const int64_t cell = strip.cell + x * axis->stride, b = strip.block;
            NAME(judge)(ranks + cell, tops + b, general, symmetric, credible + b, answered + b, flags + cell, width, 0, moves, replies);
        }
    }
}

/* One decision maker's flags. What the others can bring about is found in closed form, or by going through their moves. */
static void NAME(judge_maker)(const Model *model, NAME(Room) *room, int maker, int closed, int moves, int replies) {
    const RANK *least = room->least + maker * room->widest, *least_best = room->least_best + maker * room->widest;
    if (moves && !closed) {
        NAME(begin_reach)(model, room, maker);
        NAME(reach)(model, room, maker, room->reached);
        NAME(reach)(model, room, maker, room->reached_best);
        if (replies) NAME(judge_all)(model, room, maker, room->reached, room->reached_best, 1, 1, 1);
        else NAME(judge_all)(model, room, maker, room->reached, room->reached_best, 1, 1, 0);
    } else if (moves && model->full) {
        if (replies) NAME(judge_all)(model, room, maker, least, least_best, 0, 2, 1);
        else NAME(judge_all)(model, room, maker, least, least_best, 0, 2, 0);
    } else if (moves) {
        if (replies) NAME(judge_all)(model, room, maker, least, least_best, 0, 1, 1);
        else NAME(judge_all)(model, room, maker, least, least_best, 0, 1, 0);
    } else if (replies) NAME(judge_all)(model, room, maker, least, least_best, 0, 0, 1);
    else NAME(judge_all)(model, room, maker, least, least_best, 0, 0, 0);
}
