/* Labels by a search backwards from the worst outcome up; included by _kernels_body.h.
 *
 * Cells are taken by ascending value, and every cell not yet labelled from which improvements lead there gets that value. A pointer a block
 * (and class of strategies) walks from its worst strategy upwards and never back, so the work is linear in cells times decision makers,
 * whatever the shape of the model. A sweep that stopped early leaves attainable values behind, from which the search starts.
 */

/* Feasible cells by ascending value of one lane: radix, 16 bits a pass. Returns the number of cells. */
static int64_t NAME(ascending)(const Model *model, const NAME(Room) *room, int lane, uint32_t *cells, uint32_t *spare, uint32_t *tally) {
    int64_t count = 0;
    for (int64_t s = 0; s < model->cells; s++)
        if (model->full || model->feasible[s]) spare[count++] = (uint32_t)s;
    uint32_t *from = spare, *to = cells;
    for (unsigned shift = 0; shift < 8 * sizeof(RANK); shift += 16) {
        memset(tally, 0, 65537 * sizeof *tally);
        for (int64_t k = 0; k < count; k++) tally[1 + (room->labels[place_of(&room->layout, from[k]) * room->lanes + lane] >> shift & 0xFFFFu)]++;
        for (int v = 0; v < 65536; v++) tally[v + 1] += tally[v];
        for (int64_t k = 0; k < count; k++) to[tally[room->labels[place_of(&room->layout, from[k]) * room->lanes + lane] >> shift & 0xFFFFu]++] = from[k];
        uint32_t *swap = from;
        from = to;
        to = swap;
    }
    if (from != cells) memcpy(cells, from, (size_t)count * sizeof *cells);
    return count;
}

static int64_t NAME(blocks)(const Model *model, int mover) { return model->cells / model->axes[mover].size; }

/* Give `value` to whatever the mover improves upon by going to `cell`, and push it; returns the new height of the stack. */
static int64_t NAME(predecessors)(
    const Model *model, NAME(Room) *room, int mover, int64_t cell, int lane, RANK value, uint8_t *done, uint16_t *left, uint32_t *stack,
    int64_t height
) {
    const Axis *axis = &model->axes[mover];
    const RANK *ranks = (const RANK *)model->ranks + mover * model->cells;
    const uint32_t stride = (uint32_t)axis->stride, size = (uint32_t)axis->size; /* short divisions: most of the time goes into them */
    const uint32_t row = (uint32_t)cell / stride, below = (uint32_t)cell - row * stride, above = row / size, strategy = row - above * size;
    const int64_t block = (int64_t)above * stride + below, base = block + (int64_t)above * stride * (size - 1);
    const uint16_t *order = room->orders[mover].entries + (int64_t)room->orders[mover].which[block] * axis->size;
    const unsigned taken = axis->bits ? axis->taken[strategy] : 0;
    for (unsigned part = taken;; part = (part - 1) & taken) {
        uint16_t *at = left + (block << axis->bits) + part; /* how many of the order are left, from the best down */
        for (; *at; (*at)--) {
            const int64_t other = order[*at - 1] & STRATEGY, target = base + other * axis->stride;
            if (ranks[target] >= ranks[cell]) break;
            if ((axis->bits && axis->taken[other] != part) || done[target]) continue;
            done[target] = 1;
            room->labels[place_of(&room->layout, target) * room->lanes + lane] = value;
            stack[height++] = (uint32_t)target;
        }
        if (!part) break;
    }
    return height;
}

static int NAME(search)(Model *model, NAME(Room) *room) {
    const size_t cells = (size_t)model->cells;
    uint32_t *sorted = malloc(cells * sizeof *sorted), *stack = malloc(cells * sizeof *stack), *tally = malloc(65537 * sizeof *tally);
    uint8_t *done = malloc(cells);
    uint16_t **left = calloc((size_t)model->makers, sizeof *left);
    int failed = !sorted || !stack || !tally || !done || !left;
    for (int j = 0; !failed && j < model->makers; j++)
        if (!idle(&model->axes[j])) {
            left[j] = malloc(((size_t)NAME(blocks)(model, j) << model->axes[j].bits) * sizeof **left);
            failed = !left[j];
        }
    for (int lane = 0; !failed && lane < 2 * room->group; lane++) {
        const int focal = room->first + lane % room->group;
        if (idle(&model->axes[focal])) continue;
        const int64_t count = NAME(ascending)(model, room, lane, sorted, stack, tally);
        memset(done, 0, cells);
        for (int j = 0; j < model->makers; j++)
            for (int64_t b = 0; left[j] && b < NAME(blocks)(model, j) << model->axes[j].bits; b++)
                left[j][b] = room->orders[j].listed[room->orders[j].which[b >> model->axes[j].bits]];
        for (int64_t k = 0; k < count; k++) {
            int64_t height = 0;
            if (done[sorted[k]]) continue;
            done[sorted[k]] = 1;
            const RANK value = room->labels[place_of(&room->layout, sorted[k]) * room->lanes + lane];
            stack[height++] = sorted[k];
            while (height) {
                const int64_t cell = stack[--height];
                for (int j = 0; j < model->makers; j++)
                    if (j != focal && left[j]) height = NAME(predecessors)(model, room, j, cell, lane, value, done, left[j], stack, height);
            }
        }
        model->searched++;
    }
    for (int j = 0; left && j < model->makers; j++) free(left[j]);
    free(left);
    free(done);
    free(tally);
    free(stack);
    free(sorted);
    return failed ? -1 : 0;
}
