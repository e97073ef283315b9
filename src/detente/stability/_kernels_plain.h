/* The first and the last pass for a decision maker without one-way options: every strategy leads to every other, so what a rank must attain
 * for its state to be stable is one number a block. Both passes go through the ranks in the order of memory. Included by _kernels_body.h.
 */

/* The best rank of each block of one part. With `least`: of every strategy the least rank and the least of the best ranks, over what is
 * feasible; where everything is, the second is the same for all strategies, and the first place holds it. */
static inline void NAME(tops_part)(
    const Model *model, const Axis *axis, const RANK *ranks, const Strip *strip, RANK *tops, RANK *least, RANK *least_best
) {
    const int64_t size = axis->size, width = strip->width;
    RANK *RESTRICT top = tops + strip->block;
    if (axis->stride == 1)
        for (int64_t b = 0, cell = strip->cell; b < width; b++, cell += size) {
            top[b] = NAME(best_in)(ranks + cell, size);
            if (least) NAME(lower_block)(least, least_best, ranks + cell, model->full ? NULL : model->feasible + cell, top[b], size);
        }
    else {
        memset(top, 0, (size_t)width * sizeof *top);
        for (int64_t x = 0; x < size; x++) {
            const int64_t cell = strip->cell + x * axis->stride;
            if (!least) NAME(raise)(top, ranks + cell, width);
            else if (model->full) least[x] = NAME(raise_row)(top, ranks + cell, NULL, width, least[x]);
            else least[x] = NAME(raise_row)(top, ranks + cell, model->feasible + cell, width, least[x]);
        }
        for (int64_t x = 0; least && !model->full && x < size; x++)
            least_best[x] = NAME(least_in)(top, model->feasible + strip->cell + x * axis->stride, width, least_best[x]);
    }
    if (least && model->full) *least_best = NAME(least_in)(top, NULL, width, *least_best);
}

static void NAME(tops)(const Model *model, int maker, RANK *tops, RANK *least, RANK *least_best) {
    const Axis *axis = &model->axes[maker];
    for (int64_t x = 0; least && x < axis->size; x++) least[x] = least_best[x] = LIMIT;
    Strip strip;
    for (strip_start(&strip, strip_most(axis)); strip_next(&strip, axis, model->cells);)
        NAME(tops_part)(model, axis, (const RANK *)model->ranks + maker * model->cells, &strip, tops, least, least_best);
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

/* The best that is certain in each of `width` blocks, where what the others can bring about differs from cell to cell. */
static void NAME(certain_by_cell)(
    const RANK *at, const Axis *axis, const RANK *least, const RANK *least_best, int64_t width, RANK *RESTRICT general, RANK *RESTRICT symmetric
) {
    memset(general, 0, (size_t)width * sizeof *general);
    memset(symmetric, 0, (size_t)width * sizeof *symmetric);
    for (int64_t x = 0; x < axis->size; x++) {
        const RANK *RESTRICT row = at + x * axis->stride, *RESTRICT ends = least + x * axis->stride;
        const RANK *RESTRICT ends_best = least_best + x * axis->stride;
        for (int64_t w = 0; w < width; w++) {
            const RANK one = row[w] < ends[w] ? row[w] : ends[w], two = row[w] < ends_best[w] ? row[w] : ends_best[w];
            general[w] = one > general[w] ? one : general[w];
            symmetric[w] = two > symmetric[w] ? two : symmetric[w];
        }
    }
}

/* Where everything is feasible, what the others can bring about depends on one's own strategy alone, and that is free: one number for GMR. */
static inline RANK NAME(attainable)(const RANK *least, int64_t size) { return NAME(best_in)(least, size); }

/* The flags of one part, for `moves` (GMR and SMR: 1 by block, 2 the same everywhere) and `replies` (SEQ and SSEQ) or not. */
static inline void NAME(judge_part)(
    const Model *model, const NAME(Room) *room, int maker, const Strip *strip, const RANK *least, const RANK *least_best, const int by_cell,
    const int moves, const int replies, int64_t ahead
) {
    const Axis *axis = &model->axes[maker];
    const RANK *ranks = (const RANK *)model->ranks + maker * model->cells, *tops = room->tops[maker];
    const RANK *credible = replies ? room->credible[maker] : tops, *answered = replies ? room->answered[maker] : tops;
    uint8_t *flags = model->flags + maker * model->cells;
    const int past = model->makers * model->cells >= FAR;
    RANK general[STRIP], symmetric[STRIP];
    if (moves == 2) general[0] = NAME(attainable)(least, axis->size), symmetric[0] = *least_best;
    if (axis->stride == 1) {
        const int64_t size = axis->size;
        for (int64_t base = strip->cell, b = strip->block; b < strip->block + strip->width; base += size, b++) {
            const RANK *row = ranks + base;
            if (moves == 1) NAME(certain_along)(row, by_cell ? least + base : least, by_cell ? least_best + base : least_best, size, general, symmetric);
            NAME(judge)(row, tops + b, general, symmetric, credible + b, answered + b, flags + base, size, 1, moves, replies, past, ahead);
        }
        return;
    }
    const int64_t most = moves == 1 && !by_cell ? GROUPED : STRIP;
    for (int64_t from = 0; from < strip->width; from += most) {
        const int64_t width = strip->width - from < most ? strip->width - from : most, start = strip->cell + from, b = strip->block + from;
        if (moves == 1 && by_cell) NAME(certain_by_cell)(ranks + start, axis, least + start, least_best + start, width, general, symmetric);
        else if (moves == 1) NAME(certain)(ranks + start, axis->stride, axis->size, least, least_best, width, general, symmetric);
        for (int64_t x = 0; x < axis->size; x++) {
            const int64_t cell = start + x * axis->stride;
            if (moves == 1 && !by_cell) SOON(model->feasible + cell + ahead);
            NAME(judge)(ranks + cell, tops + b, general, symmetric, credible + b, answered + b, flags + cell, width, 0, moves, replies, past, ahead);
        }
    }
}

/* How far it is from one part to the next, 0 after the last. */
static inline int64_t NAME(ahead)(const Model *model, const Axis *axis, const Strip *strip) {
    Strip next = *strip;
    return strip_next(&next, axis, model->cells) ? next.cell - strip->cell : 0;
}

static inline void NAME(judge_all)(
    const Model *model, const NAME(Room) *room, int maker, const RANK *least, const RANK *least_best, const int by_cell, const int moves,
    const int replies
) {
    const Axis *axis = &model->axes[maker];
    Strip strip;
    for (strip_start(&strip, strip_most(axis)); strip_next(&strip, axis, model->cells);)
        NAME(judge_part)(model, room, maker, &strip, least, least_best, by_cell, moves, replies, NAME(ahead)(model, axis, &strip));
}

#if VECTORS
/* How many blocks a part has that is judged by vectors while the next is read, or 0 where that cannot be. */
static inline int64_t NAME(part_at_once)(const Axis *axis, int64_t cells) {
    int64_t most = KEPT / axis->size;
    if (axis->stride == 1) return axis->size == 32 || axis->size == 64 ? most / 2 : 0;
    while (most & (most - 1)) most &= most - 1;
    if (axis->stride <= most) most = axis->stride;
    return most >= 32 && most % 32 == 0 && axis->stride % most == 0 && cells > 8 * KEPT ? most : 0;
}

/* A part, and the flags of the one before, whose ranks are in `held`, where those of this one come to. */
static inline void NAME(follow)(
    const Model *model, const NAME(Room) *room, int maker, const Strip *before, const Strip *strip, RANK *least, RANK *least_best,
    RANK general, RANK symmetric, RANK (*held)[KEPT], int turn
) {
    const Axis *axis = &model->axes[maker];
    const RANK *ranks = (const RANK *)model->ranks + maker * model->cells + strip->cell;
    const int64_t width = strip->width, early = BEYOND / width < axis->size ? BEYOND / width : axis->size - 1;
    const int64_t onward = NAME(ahead)(model, axis, strip) - axis->size * axis->stride;
    const int past = model->makers * model->cells >= FAR && !((uintptr_t)(model->flags + maker * model->cells) & 31);
    uint8_t *flags = model->flags + maker * model->cells + before->cell;
    RANK *tops = room->tops[maker] + strip->block, *judged = room->tops[maker] + before->block;
    memset(tops, 0, (size_t)width * sizeof *tops);
    for (int64_t x = 0; x < axis->size; x++) {
        const int64_t at = x * axis->stride, ahead = early * axis->stride + (x + early < axis->size ? 0 : onward);
        RANK *from = held[!turn] + x * width, *to = held[turn] + x * width;
        if (past)
            least[x] = NAME(read_and_judge)(ranks + at, tops, to, least[x], from, judged, general, symmetric, flags + at, width, 1, ahead);
        else least[x] = NAME(read_and_judge)(ranks + at, tops, to, least[x], from, judged, general, symmetric, flags + at, width, 0, ahead);
    }
    *least_best = NAME(least_in)(tops, NULL, width, *least_best);
}

static inline void NAME(judge_blocks)(
    const Model *model, const NAME(Room) *room, int maker, const Strip *strip, RANK *least, RANK *least_best, RANK general, RANK symmetric
) {
    const RANK *ranks = (const RANK *)model->ranks + maker * model->cells + strip->cell;
    const int past = model->makers * model->cells >= FAR && !((uintptr_t)(model->flags + maker * model->cells) & 31);
    uint8_t *flags = model->flags + maker * model->cells + strip->cell;
    RANK *tops = room->tops[maker] + strip->block;
    if (model->axes[maker].size == 64) {
        if (past) NAME(blocks_at_once)(ranks, tops, least, least_best, general, symmetric, flags, strip->width, 4, 1);
        else NAME(blocks_at_once)(ranks, tops, least, least_best, general, symmetric, flags, strip->width, 4, 0);
    } else if (past) NAME(blocks_at_once)(ranks, tops, least, least_best, general, symmetric, flags, strip->width, 2, 1);
    else NAME(blocks_at_once)(ranks, tops, least, least_best, general, symmetric, flags, strip->width, 2, 0);
}
#endif

/* Some parts, here and there, for minima that are seldom lowered afterwards. */
static void NAME(sample)(const Model *model, const NAME(Room) *room, int maker, int64_t most, RANK *least, RANK *least_best) {
    const Axis *axis = &model->axes[maker];
    uint32_t chance = 0;
    Strip strip;
    if (model->cells / axis->size / most < 2 * SAMPLED) return;
    for (strip_start(&strip, most); strip_next(&strip, axis, model->cells); chance += 2654435769u)
        if (chance < UINT32_MAX / SAMPLED)
            NAME(tops_part)(model, axis, (const RANK *)model->ranks + maker * model->cells, &strip, room->tops[maker], least, least_best);
}

/* Both passes at once, for Nash, or for Nash, GMR and SMR where everything is feasible: each part is judged while it is in a cache, by the
 * minima seen so far, and those judged before the minima last changed are judged once more at the end. */
static inline void NAME(judge_at_once)(const Model *model, const NAME(Room) *room, int maker, RANK *least, RANK *least_best, const int moves) {
    const Axis *axis = &model->axes[maker];
    const RANK *ranks = (const RANK *)model->ranks + maker * model->cells;
    RANK general = LIMIT, symmetric = LIMIT;
    int64_t part = 0, hasty = 0, most = strip_most(axis);
    int along = 0; /* a part is judged as it is read, before the minima know of it */
    Strip strip;
    for (int64_t x = 0; x < axis->size; x++) least[x] = least_best[x] = LIMIT;
#if VECTORS
    RANK held[2][KEPT];
    const int64_t narrow = moves == 2 ? NAME(part_at_once)(axis, model->cells) : 0;
    Strip before = {0, 0, 0, 0, 0, 0};
    along = narrow && axis->stride == 1;
    if (narrow) most = narrow;
#endif
    if (moves) NAME(sample)(model, room, maker, most, least, least_best);
    if (moves) general = NAME(attainable)(least, axis->size), symmetric = *least_best;
    for (strip_start(&strip, most); strip_next(&strip, axis, model->cells); part++) {
#if VECTORS
        if (along) NAME(judge_blocks)(model, room, maker, &strip, least, least_best, general, symmetric);
        else if (narrow && part) NAME(follow)(model, room, maker, &before, &strip, least, least_best, general, symmetric, held, part & 1);
        else
#endif
            NAME(tops_part)(model, axis, ranks, &strip, room->tops[maker], moves ? least : NULL, least_best);
        const RANK now = moves ? NAME(attainable)(least, axis->size) : general;
        if (now != general || *least_best != symmetric) hasty = part + along, general = now, symmetric = *least_best;
#if VECTORS
        if (along) continue;
        if (narrow) {
            for (int64_t x = 0; !part && x < axis->size; x++)
                memcpy(held[0] + x * strip.width, ranks + strip.cell + x * axis->stride, (size_t)strip.width * sizeof *ranks);
            before = strip;
            continue;
        }
#endif
        NAME(judge_part)(model, room, maker, &strip, least, least_best, 0, moves, 0, NAME(ahead)(model, axis, &strip));
    }
#if VECTORS
    if (narrow && !along) NAME(judge_part)(model, room, maker, &before, least, least_best, 0, moves, 0, 0);
#endif
    for (strip_start(&strip, most); hasty && strip_next(&strip, axis, model->cells); hasty--)
        NAME(judge_part)(model, room, maker, &strip, least, least_best, 0, moves, 0, 0);
}

/* One decision maker's flags. What the others can bring about is found in closed form, or by going through their moves. With `replies` the
 * best ranks are there already. */
static void NAME(judge_maker)(const Model *model, NAME(Room) *room, int maker, int closed, int moves, int replies) {
    RANK *least = room->least + maker * room->widest, *least_best = room->least_best + maker * room->widest;
    if (!replies && !moves) NAME(judge_at_once)(model, room, maker, least, least_best, 0);
    else if (!replies && closed && model->full) NAME(judge_at_once)(model, room, maker, least, least_best, 2);
    else if (moves && closed) {
        if (!replies) NAME(tops)(model, maker, room->tops[maker], least, least_best);
        if (!replies) NAME(judge_all)(model, room, maker, least, least_best, 0, 1, 0);
        else if (model->full) NAME(judge_all)(model, room, maker, least, least_best, 0, 2, 1);
        else NAME(judge_all)(model, room, maker, least, least_best, 0, 1, 1);
    } else if (moves) {
        if (!replies) NAME(tops)(model, maker, room->tops[maker], NULL, NULL);
        NAME(begin_reach)(model, room, maker);
        NAME(reach)(model, room, maker, room->reached);
        NAME(reach)(model, room, maker, room->reached_best);
        if (replies) NAME(judge_all)(model, room, maker, room->reached, room->reached_best, 1, 1, 1);
        else NAME(judge_all)(model, room, maker, room->reached, room->reached_best, 1, 1, 0);
    } else NAME(judge_all)(model, room, maker, least, least_best, 0, 0, 1);
}
