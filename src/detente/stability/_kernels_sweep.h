/* Improvements, block by block, for labels of LANES lanes; included by _kernels_body.h.
 *
 * Axes that are neighbours in memory form a group, small enough that what it spans fits into a cache: there its decision makers move until
 * nothing changes before the next part of memory is looked at. Only blocks in which something changed are looked at again.
 */

/* A block with one-way options: the minimum over what is better is kept for each class, and each strategy enters those that lead to it. */
static inline int64_t SWEPT(directed)(
    RANK *labels, const uint16_t *order, int64_t listed, int64_t stride, const Axis *axis, const RANK *own, RANK *better, uint32_t *changed
) {
    const SWEPT(Lanes) mask = SWEPT(load)(own);
    memset(better, 0xFF, sizeof(SWEPT(Lanes)) << axis->bits);
    int64_t found = 0;
    for (int64_t from = 0, to; from < listed; from = to) {
        for (to = from + 1; to < listed && !(order[to] & TIED_BELOW); to++) {}
        for (int64_t at = from; at < to; at++) {
            const int64_t strategy = order[at] & STRATEGY;
            RANK *label = labels + strategy * stride;
            const SWEPT(Lanes) old = SWEPT(load)(label), above = SWEPT(load)(better + axis->taken[strategy] * LANES);
            const SWEPT(Lanes) now = SWEPT(least)(old, SWEPT(either)(above, mask));
            SWEPT(store)(label, now);
            changed[found] = (uint32_t)strategy;
            found += SWEPT(differ)(now, old);
        }
        for (int64_t at = from; at < to; at++) {
            const int64_t strategy = order[at] & STRATEGY;
            const unsigned taken = axis->taken[strategy];
            const SWEPT(Lanes) now = SWEPT(load)(labels + strategy * stride);
            for (unsigned part = taken;; part = (part - 1) & taken) {
                SWEPT(store)(better + part * LANES, SWEPT(least)(SWEPT(load)(better + part * LANES), now));
                if (!part) break;
            }
        }
    }
    return found;
}

/* The lanes of one decision maker, which are not lowered by its own moves: in the labels of as many cells as a line holds. */
static inline void SWEPT(own)(const NAME(Room) *room, int maker, RANK *own) {
    memset(own, 0, SIDES * LANES * sizeof *own);
    for (int cell = 0; cell < SIDES && maker >= room->first && maker < room->first + room->group; cell++) {
        own[cell * LANES + maker - room->first] = LIMIT;
        own[cell * LANES + room->group + maker - room->first] = LIMIT;
    }
}

/* Where something changed, `found` strategies of the mover's block at `cell`, others have to look again. */
static inline void SWEPT(tell)(const Model *model, NAME(Room) *room, int mover, int64_t cell, int64_t found) {
    const Axis *axis = &model->axes[mover];
    for (int k = 0; k < room->moving; k++) {
        const int j = room->movers[k];
        const Axis *other = &model->axes[j];
        if (j == mover) continue;
        const int64_t step = other->stride < axis->stride ? axis->stride / other->size : axis->stride, block = block_of(other, cell);
        const int beside = room->beside[j];
        for (int64_t c = 0; c < found; c++) room->stale[j][(block + room->changed[c] * step) >> beside] = 1;
    }
}

/* Neighbouring blocks of the mover, as many as are stale together, of which the first is at `cell` and its labels begin at `place`. */
static inline int SWEPT(visit)(
    const Model *model, NAME(Room) *room, int mover, int64_t stride, const RANK *own, int64_t block, int64_t cell, int64_t place, int tell
) {
    const Axis *axis = &model->axes[mover];
    const Orders *orders = &room->orders[mover];
    const int sides = 1 << room->beside[mover];
    RANK *labels = room->labels + place * LANES;
    int alike = sides == SIDES && SIDES > 1, any = 0;
    for (int k = 1; k < sides; k++) alike &= orders->which[block + k] == orders->which[block];
    for (int k = 0; k < (alike ? 1 : sides); k++) {
        const int64_t which = orders->which[block + k], listed = orders->listed[which];
        const uint16_t *order = orders->entries + which * axis->size;
        const int64_t found = alike        ? SIDE(block)(labels, order, listed, stride, own, room->changed)
                              : axis->bits ? SWEPT(directed)(labels + k * LANES, order, listed, stride, axis, own, room->running, room->changed)
                                           : SWEPT(block)(labels + k * LANES, order, listed, stride, own, room->changed);
        any |= found > 0;
        if (tell && found)
            for (int c = 0; c < (alike ? room->apart : 1); c++) SWEPT(tell)(model, room, mover, cell + k + c, found);
    }
    return any;
}

/* The mover's blocks within one part of memory: `repeats` rows of `count` blocks that are neighbours. Returns how many were stale. */
static int64_t SWEPT(part)(const Model *model, NAME(Room) *room, int mover, const Part *part, int tell, int *any) {
    const Axis *axis = &model->axes[mover];
    const int64_t span = axis->size * axis->stride, stride = spread_of(&room->layout, axis->stride);
    const int64_t unbroken = room->layout.breaks && room->layout.every[0] < axis->stride ? room->layout.every[0] : axis->stride;
    const int64_t step = part->below == 1 ? unbroken : part->below, along = part->below == 1 ? unbroken : part->width;
    RANK own[SIDES * LANES];
    SWEPT(own)(room, mover, own);
    const int beside = room->beside[mover];
    int64_t visited = 0;
    for (int64_t above = 0; above < part->span / span; above++)
        for (int64_t row = 0; row < axis->stride; row += step) {
            const int64_t cell = part->cell + above * span + row, block = block_of(axis, cell);
            const int64_t place = place_of(&room->layout, cell);
            uint8_t *stale = room->stale[mover] + (block >> beside);
            if (part->below > 1 && row + step < axis->stride && memchr(stale + (step >> beside), 1, (size_t)(((along - 1) >> beside) + 1)))
                for (int64_t x = 0, next = place_of(&room->layout, cell + step); x < axis->size; x++) /* nobody else foresees these strides */
                    for (int64_t w = 0; w < along; w += SIDES) AHEAD(room->labels + (next + x * stride + w) * LANES);
            for (int64_t w = 0; w < along; w += INT64_C(1) << beside) {
                if (!stale[w >> beside]) continue;
                stale[w >> beside] = (uint8_t)!tell;
                visited++;
                const int64_t at = part->below == 1 ? place + w : place_of(&room->layout, cell + w); /* a gap may lie in between */
                *any |= SWEPT(visit)(model, room, mover, stride * LANES, own, block + w, cell + w, at, tell);
            }
        }
    return visited;
}

/* Everybody's blocks, group by group. Returns whether anything changed. Unless they are to `tell`, all blocks stay stale. */
static int SWEPT(sweep)(const Model *model, NAME(Room) *room, int local, int tell) {
    int any = 0;
    for (int g = 0; g < room->groups; g++) {
        const Group *group = &room->group_of[g];
        for (int64_t above = 0; above < model->cells / group->span; above++)
            for (int64_t below = 0; below < group->below; below += group->width) {
                Part part = {group->span, group->below, group->below - below < group->width ? group->below - below : group->width, 0, 0};
                part.cell = above * group->span + below;
                part.place = place_of(&room->layout, part.cell);
                int64_t visited = 1;
                for (int k = 0; visited && k < local; k++) {
                    visited = 0;
                    for (int m = group->first; m < group->first + group->count; m++)
                        visited += SWEPT(part)(model, room, room->movers[m], &part, tell, &any);
                }
            }
    }
    return any;
}
