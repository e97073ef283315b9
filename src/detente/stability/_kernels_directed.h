/* The first and the last pass for a decision maker with one-way options, whose strategies lead only to those that have used as many of them.
 *
 * Strategies fall into classes by the one-way options they have used. Included by _kernels_body.h.
 */

/* Nash, with the start of everything else: the best by one move, minima for the closed form, labels or reach. */
static void NAME(first_pass)(const Model *model, NAME(Room) *room, int maker, int closed, int reach, int fresh) {
    const Axis *axis = &model->axes[maker];
    const RANK *ranks = (const RANK *)model->ranks + maker * model->cells;
    uint8_t *flags = model->flags + maker * model->cells;
    const int lane = maker - room->first, labelled = room->labels && lane >= 0 && lane < room->group;
    RANK *lows = room->least + maker * room->widest, *lows_best = room->least_best + maker * room->widest;
    for (int64_t x = 0; x < axis->size; x++) lows[x] = lows_best[x] = LIMIT;
    RANK gathered[TILE], barred[TILE], start[TILE];
    uint8_t found[TILE];
    memset(barred, 0, sizeof barred);
    Tile tile;
    for (tile_start(&tile); tile_next(&tile, axis, model->cells);) {
        const int64_t width = tile.width;
        memset(room->best, 0, sizeof(RANK[TILE]) << axis->bits);
        for (int64_t x = 0; x < axis->size; x++)
            NAME(raise)(room->best[axis->bits ? axis->taken[x] : 0], NAME(row)(ranks, &tile, axis, x, gathered), width);
        NAME(close)(room->best, axis->bits, width, 1);
        for (int64_t x = 0; x < axis->size; x++) {
            const RANK *row = NAME(row)(ranks, &tile, axis, x, gathered);
            const RANK *best = room->best[axis->bits ? axis->taken[x] : 0];
            for (int64_t w = 0; w < width; w++) found[w] = row[w] >= best[w] ? NASH : 0;
            flag_row(flags, &tile, axis, x, found, fresh);
            if (labelled) {
                NAME(set_lane)(room->labels, room->lanes, lane, &tile, axis, x, row);
                NAME(set_lane)(room->labels, room->lanes, room->group + lane, &tile, axis, x, best);
            }
            if (!closed && !reach) continue;
            if (!model->full) NAME(barred)(model, &tile, axis, x, barred);
            if (closed) {
                RANK least = LIMIT, least_best = LIMIT;
                for (int64_t w = 0; w < width; w++) {
                    const RANK own = row[w] | barred[w], top = best[w] | barred[w];
                    least = own < least ? own : least;
                    least_best = top < least_best ? top : least_best;
                }
                if (least < lows[x]) lows[x] = least;
                if (least_best < lows_best[x]) lows_best[x] = least_best;
            } else {
                for (int64_t w = 0; w < width; w++) start[w] = row[w] | barred[w];
                NAME(put)(room->reached, &tile, axis, x, start);
                for (int64_t w = 0; w < width; w++) start[w] = best[w] | barred[w];
                NAME(put)(room->reached_best, &tile, axis, x, start);
            }
        }
    }
}

/* Flags of a pair of concepts, one whose outcome is the least rank, one whose outcome is also the best that could be done about it.
 *
 * The outcomes come by strategy (closed form), by cell, or by lane of the labels. None exceeds the rank where a cell is feasible, and the
 * rank of an infeasible one is 0, so that the minimum with the rank masks what is infeasible.
 */
static void NAME(last_pass)(const Model *model, NAME(Room) *room, int maker, int closed, int by_label, uint8_t plain, uint8_t symmetric) {
    const Axis *axis = &model->axes[maker];
    const RANK *ranks = (const RANK *)model->ranks + maker * model->cells;
    uint8_t *flags = model->flags + maker * model->cells;
    const int lane = maker - room->first;
    RANK gathered[TILE], ends[TILE], ends_best[TILE];
    uint8_t found[TILE];
    Tile tile;
    for (tile_start(&tile); tile_next(&tile, axis, model->cells);) {
        const int64_t width = tile.width;
        memset(room->general, 0, sizeof(RANK[TILE]) << axis->bits);
        memset(room->symmetric, 0, sizeof(RANK[TILE]) << axis->bits);
        for (int64_t x = 0; x < axis->size; x++) {
            const RANK *row = NAME(row)(ranks, &tile, axis, x, gathered);
            RANK *general = room->general[axis->bits ? axis->taken[x] : 0], *best = room->symmetric[axis->bits ? axis->taken[x] : 0];
            if (closed) {
                const RANK least = room->least[maker * room->widest + x], least_best = room->least_best[maker * room->widest + x];
                for (int64_t w = 0; w < width; w++) {
                    ends[w] = row[w] < least ? row[w] : least;
                    ends_best[w] = row[w] < least_best ? row[w] : least_best;
                }
                NAME(raise)(general, ends, width);
                NAME(raise)(best, ends_best, width);
                continue;
            }
            if (by_label) {
                NAME(lane_row)(room->labels, room->lanes, lane, &tile, axis, x, ends);
                NAME(lane_row)(room->labels, room->lanes, room->group + lane, &tile, axis, x, ends_best);
            } else {
                RANK other[TILE];
                memcpy(ends, NAME(row)(room->reached, &tile, axis, x, other), (size_t)width * sizeof(RANK));
                memcpy(ends_best, NAME(row)(room->reached_best, &tile, axis, x, other), (size_t)width * sizeof(RANK));
            }
            NAME(lower)(ends, row, width);
            NAME(lower)(ends_best, row, width);
            NAME(raise)(general, ends, width);
            NAME(raise)(best, ends_best, width);
        }
        NAME(close)(room->general, axis->bits, width, 1);
        NAME(close)(room->symmetric, axis->bits, width, 1);
        for (int64_t x = 0; x < axis->size; x++) {
            const RANK *row = NAME(row)(ranks, &tile, axis, x, gathered);
            const RANK *general = room->general[axis->bits ? axis->taken[x] : 0], *best = room->symmetric[axis->bits ? axis->taken[x] : 0];
            for (int64_t w = 0; w < width; w++)
                found[w] = (uint8_t)((row[w] >= general[w] ? plain : 0) | (row[w] >= best[w] ? symmetric : 0));
            flag_row(flags, &tile, axis, x, found, 0);
        }
    }
}
