/* What others can bring about by moves, where it is not known in closed form; included by _kernels_body.h. */

/* Lower each value to the least that `axis` can reach by one move; what is infeasible stays barred. Says whether anything changed. */
static int NAME(lower_axis)(const Model *model, NAME(Room) *room, const Axis *axis, RANK *values) {
    RANK gathered[TILE], barred[TILE], now[TILE], changed = 0;
    memset(barred, 0, sizeof barred);
    Tile tile;
    for (tile_start(&tile); tile_next(&tile, axis, model->cells);) {
        const int64_t width = tile.width;
        memset(room->best, 0xFF, sizeof(RANK[TILE]) << axis->bits);
        for (int64_t x = 0; x < axis->size; x++)
            NAME(lower)(room->best[axis->bits ? axis->taken[x] : 0], NAME(row)(values, &tile, axis, x, gathered), width);
        NAME(close)(room->best, axis->bits, width, 0);
        for (int64_t x = 0; x < axis->size; x++) {
            const RANK *row = NAME(row)(values, &tile, axis, x, gathered);
            const RANK *least = room->best[axis->bits ? axis->taken[x] : 0];
            if (!model->full) NAME(barred)(model, &tile, axis, x, barred);
            for (int64_t w = 0; w < width; w++) {
                now[w] = least[w] | barred[w];
                changed |= now[w] ^ row[w];
            }
            NAME(put)(values, &tile, axis, x, now);
        }
    }
    return changed != 0;
}

/* The least that everybody but `maker` can bring about by moves. One pass is exact where everything is feasible: a pass more shows it. */
static void NAME(reach)(const Model *model, NAME(Room) *room, int maker, RANK *values) {
    int changed = 1;
    while (changed) {
        changed = 0;
        for (int j = 0; j < model->makers; j++)
            if (j != maker && !idle(&model->axes[j])) changed |= NAME(lower_axis)(model, room, &model->axes[j], values);
        if (model->full) return;
    }
}
