/* The first and the last pass for an axis whose strategies are neighbours in memory, and many: along the block instead of across blocks.
 *
 * Included by _kernels_body.h, whose first_pass and last_pass say what is computed.
 */

static inline int NAME(narrow)(const Axis *axis) { return axis->stride == 1 && !axis->bits && axis->size >= 16; }

static void NAME(first_narrow)(const Model *model, NAME(Room) *room, int maker, int closed, int reach, int fresh) {
    const int64_t size = model->axes[maker].size;
    const int lane = maker - room->first, labelled = room->labels && lane >= 0 && lane < room->group;
    RANK *RESTRICT least = room->least, *RESTRICT least_best = room->least_best;
    for (int64_t x = 0; x < size; x++) least[x] = least_best[x] = LIMIT;
    for (int64_t base = 0; base < model->cells; base += size) {
        const RANK *RESTRICT row = (const RANK *)model->ranks + maker * model->cells + base;
        const uint8_t *RESTRICT feasible = model->full ? NULL : model->feasible + base;
        uint8_t *RESTRICT flags = model->flags + maker * model->cells + base;
        RANK best = 0;
        for (int64_t x = 0; x < size; x++) best = row[x] > best ? row[x] : best;
        if (fresh)
            for (int64_t x = 0; x < size; x++) flags[x] = row[x] >= best ? NASH : 0;
        else
            for (int64_t x = 0; x < size; x++) flags[x] |= row[x] >= best ? NASH : 0;
        for (int64_t x = 0; labelled && x < size; x++) {
            room->labels[(base + x) * room->lanes + lane] = row[x];
            room->labels[(base + x) * room->lanes + room->group + lane] = best;
        }
        if (closed) {
            for (int64_t x = 0; x < size; x++) {
                const RANK barred = feasible ? (RANK)((RANK)feasible[x] - 1) : 0;
                const RANK own = row[x] | barred, top = best | barred;
                least[x] = own < least[x] ? own : least[x];
                least_best[x] = top < least_best[x] ? top : least_best[x];
            }
        } else if (reach)
            for (int64_t x = 0; x < size; x++) {
                const RANK barred = feasible ? (RANK)((RANK)feasible[x] - 1) : 0;
                room->reached[base + x] = row[x] | barred;
                room->reached_best[base + x] = best | barred;
            }
    }
}

static void NAME(last_narrow)(const Model *model, NAME(Room) *room, int maker, int closed, int by_label, uint8_t plain, uint8_t symmetric) {
    const int64_t size = model->axes[maker].size;
    const int lanes = by_label ? room->lanes : 1;
    const int64_t step = closed ? 0 : size;
    const RANK *ends = closed ? room->least : by_label ? room->labels + maker - room->first : room->reached;
    const RANK *ends_best = closed ? room->least_best : by_label ? room->labels + room->group + maker - room->first : room->reached_best;
    for (int64_t base = 0, at = 0; base < model->cells; base += size, at += step) {
        const RANK *RESTRICT row = (const RANK *)model->ranks + maker * model->cells + base;
        uint8_t *RESTRICT flags = model->flags + maker * model->cells + base;
        RANK general = 0, best = 0;
        if (lanes == 1)
            for (int64_t x = 0; x < size; x++) {
                const RANK one = row[x] < ends[at + x] ? row[x] : ends[at + x], two = row[x] < ends_best[at + x] ? row[x] : ends_best[at + x];
                general = one > general ? one : general;
                best = two > best ? two : best;
            }
        else
            for (int64_t x = 0; x < size; x++) {
                const RANK end = ends[(at + x) * lanes], end_best = ends_best[(at + x) * lanes];
                const RANK one = row[x] < end ? row[x] : end, two = row[x] < end_best ? row[x] : end_best;
                general = one > general ? one : general;
                best = two > best ? two : best;
            }
        for (int64_t x = 0; x < size; x++) flags[x] |= (uint8_t)((row[x] >= general ? plain : 0) | (row[x] >= best ? symmetric : 0));
    }
}
