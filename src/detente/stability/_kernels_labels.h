/* Labels: for every cell the outcomes that the others can still bring about, of several decision makers, side by side in lanes.
 *
 * A decision maker has two lanes. The first starts at its rank, the second at the best it could do about it; improvements of the others
 * lower both. Included by _kernels_body.h.
 */

#define RUN 256

/* Cells from `cell` on whose labels follow one another, at most RUN. */
static inline int64_t NAME(run_length)(const Model *model, const Layout *layout, int64_t cell) {
    const int64_t unbroken = layout->breaks ? layout->every[0] : model->cells, left = unbroken - cell % unbroken;
    return left < RUN ? left : RUN;
}

/* The best ranks of the blocks that `width` cells from `cell` on are in. */
static inline void NAME(spread)(const Axis *axis, const RANK *tops, int64_t cell, int64_t width, RANK *RESTRICT out) {
    const int64_t length = axis->stride == 1 ? axis->size : axis->stride;
    for (int64_t at = 0, within = cell % length, count; at < width; at += count, within = 0) {
        const RANK *top = tops + block_of(axis, cell + at);
        count = length - within < width - at ? length - within : width - at;
        if (axis->stride > 1) memcpy(out + at, top, (size_t)count * sizeof *out);
        else
            for (int64_t k = at; k < at + count; k++) out[k] = *top;
    }
}

/* The start of all lanes, but for the decision makers with one-way options, whose passes fill theirs. */
static void NAME(begin_labels)(const Model *model, NAME(Room) *room) {
    RANK planes[32][RUN];
    memset(planes, 0, sizeof planes); /* what cannot be lowered never keeps anybody busy */
    for (int64_t cell = 0, width; cell < model->cells; cell += width) {
        width = NAME(run_length)(model, &room->layout, cell);
        for (int lane = 0; lane < room->group; lane++) {
            const int maker = room->first + lane;
            const Axis *axis = &model->axes[maker];
            if (idle(axis) || axis->bits) continue;
            memcpy(planes[lane], (const RANK *)model->ranks + maker * model->cells + cell, (size_t)width * sizeof(RANK));
            NAME(spread)(axis, room->tops[maker], cell, width, planes[room->group + lane]);
        }
        NAME(turn)(planes[0], RUN, room->labels + place_of(&room->layout, cell) * room->lanes, room->lanes, room->lanes, width);
    }
}

/* The best of what is certain in each block: the values, but no more than the rank, in `width` cells from `cell` on. */
static inline void NAME(gather_best)(
    const Axis *axis, const RANK *RESTRICT row, const RANK *RESTRICT one, const RANK *RESTRICT two, int64_t cell, int64_t width,
    RANK *credible, RANK *answered
) {
    const int64_t length = axis->stride == 1 ? axis->size : axis->stride;
    for (int64_t at = 0, within = cell % length, count; at < width; at += count, within = 0) {
        const int64_t block = block_of(axis, cell + at);
        count = length - within < width - at ? length - within : width - at;
        RANK *RESTRICT first = credible + block, *RESTRICT second = answered + block;
        if (axis->stride == 1) {
            RANK best = *first, best_answered = *second;
            for (int64_t k = at; k < at + count; k++) {
                const RANK end = row[k] < one[k] ? row[k] : one[k], end_answered = row[k] < two[k] ? row[k] : two[k];
                best = end > best ? end : best;
                best_answered = end_answered > best_answered ? end_answered : best_answered;
            }
            *first = best;
            *second = best_answered;
        } else
            for (int64_t k = 0; k < count; k++) {
                const RANK rank = row[at + k], end = rank < one[at + k] ? rank : one[at + k];
                const RANK end_answered = rank < two[at + k] ? rank : two[at + k];
                first[k] = end > first[k] ? end : first[k];
                second[k] = end_answered > second[k] ? end_answered : second[k];
            }
    }
}

/* What a rank must attain in each block for SEQ and for SSEQ, from labels that nothing lowers any more. */
static void NAME(end_labels)(const Model *model, NAME(Room) *room) {
    RANK planes[32][RUN];
    for (int64_t cell = 0, width; cell < model->cells; cell += width) {
        width = NAME(run_length)(model, &room->layout, cell);
        NAME(turn)(room->labels + place_of(&room->layout, cell) * room->lanes, room->lanes, planes[0], RUN, width, room->lanes);
        for (int lane = 0; lane < room->group; lane++) {
            const int maker = room->first + lane;
            const Axis *axis = &model->axes[maker];
            if (idle(axis) || axis->bits) continue;
            NAME(gather_best)(
                axis, (const RANK *)model->ranks + maker * model->cells + cell, planes[lane], planes[room->group + lane], cell, width,
                room->credible[maker], room->answered[maker]
            );
        }
    }
}
#undef RUN
