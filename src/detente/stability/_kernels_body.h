/* The five concepts over one type of rank: included once for each type, and once more for each instruction set.
 *
 * RANK: unsigned integer of BYTES bytes; KEY: one of twice the width; LIMIT: the largest RANK; NAME(x): x with a suffix.
 * An infeasible cell has rank 0, so it is neutral in a maximum; in a minimum it has to be masked.
 */

#ifdef __GNUC__
#define RESTRICT __restrict__
#else
#define RESTRICT
#endif

static inline const RANK *NAME(row)(const RANK *from, const Tile *tile, const Axis *axis, int64_t strategy, RANK *room) {
    const int64_t span = axis->size * axis->stride;
    const RANK *at = from + tile->base + strategy * axis->stride;
    if (tile->along == 1) return at;
    if (tile->across == 1) {
        for (int64_t a = 0; a < tile->along; a++) room[a] = at[a * span];
        return room;
    }
    for (int64_t a = 0; a < tile->along; a++)
        for (int64_t b = 0; b < tile->across; b++) room[a * tile->across + b] = at[a * span + b];
    return room;
}

static inline void NAME(put)(RANK *to, const Tile *tile, const Axis *axis, int64_t strategy, const RANK *values) {
    const int64_t span = axis->size * axis->stride;
    RANK *at = to + tile->base + strategy * axis->stride;
    for (int64_t a = 0; a < tile->along; a++)
        for (int64_t b = 0; b < tile->across; b++) at[a * span + b] = values[a * tile->across + b];
}

/* One lane of the labels, for a row of cells. */
static inline void NAME(lane_row)(const RANK *labels, int lanes, int lane, const Tile *tile, const Axis *axis, int64_t strategy, RANK *out) {
    const int64_t span = axis->size * axis->stride;
    const RANK *at = labels + (tile->base + strategy * axis->stride) * lanes + lane;
    for (int64_t a = 0; a < tile->along; a++)
        for (int64_t b = 0; b < tile->across; b++) out[a * tile->across + b] = at[(a * span + b) * lanes];
}

static inline void NAME(set_lane)(RANK *labels, int lanes, int lane, const Tile *tile, const Axis *axis, int64_t strategy, const RANK *values) {
    const int64_t span = axis->size * axis->stride;
    RANK *at = labels + (tile->base + strategy * axis->stride) * lanes + lane;
    for (int64_t a = 0; a < tile->along; a++)
        for (int64_t b = 0; b < tile->across; b++) at[(a * span + b) * lanes] = values[a * tile->across + b];
}

/* INF where infeasible, 0 elsewhere. */
static inline void NAME(barred)(const Model *model, const Tile *tile, const Axis *axis, int64_t strategy, RANK *RESTRICT out) {
    uint8_t room[TILE];
    const uint8_t *row = byte_row(model->feasible, tile, axis, strategy, room);
    for (int64_t w = 0; w < tile->width; w++) out[w] = (RANK)((RANK)row[w] - 1);
}

static inline void NAME(raise)(RANK *RESTRICT to, const RANK *RESTRICT by, int64_t width) {
    for (int64_t w = 0; w < width; w++) to[w] = to[w] > by[w] ? to[w] : by[w];
}

static inline void NAME(lower)(RANK *RESTRICT to, const RANK *RESTRICT by, int64_t width) {
    for (int64_t w = 0; w < width; w++) to[w] = to[w] < by[w] ? to[w] : by[w];
}

/* From the best (worst) of each class of strategies to the best (worst) of those that it leads to: one pass a one-way option. */
static inline void NAME(close)(RANK (*classes)[TILE], int bits, int64_t width, int highest) {
    for (int bit = 0; bit < bits; bit++)
        for (int64_t c = 0; c < (int64_t)1 << bits; c++)
            if (!(c >> bit & 1)) {
                if (highest) NAME(raise)(classes[c], classes[c | (int64_t)1 << bit], width);
                else NAME(lower)(classes[c], classes[c | (int64_t)1 << bit], width);
            }
}

/* Memory of one run. */
typedef struct {
    RANK (*best)[TILE], (*general)[TILE], (*symmetric)[TILE]; /* by class */
    RANK *least, *least_best;                                 /* by strategy */
    RANK *reached, *reached_best;                             /* by cell */
    RANK *labels;                                             /* by cell and lane: the first half SEQ, the second SSEQ */
    uint8_t *stamps;                                          /* by cell: the pass that changed it last */
    uint16_t **orders, **counts;                              /* by decision maker: each block's strategies, best first; how many */
    int lanes;                                                /* of the labels: twice `group`, rounded up */
    int first, group;                                         /* the decision makers whose labels are being computed */
} NAME(Room);

#include "_kernels_narrow.h"

/* Nash, with the start of everything else: the best by one move, minima for the closed form, labels or reach. */
static void NAME(first_pass)(const Model *model, NAME(Room) *room, int maker, int closed, int reach, int fresh) {
    const Axis *axis = &model->axes[maker];
    const RANK *ranks = (const RANK *)model->ranks + maker * model->cells;
    uint8_t *flags = model->flags + maker * model->cells;
    const int lane = maker - room->first, labelled = room->labels && lane >= 0 && lane < room->group;
    if (NAME(narrow)(axis)) {
        NAME(first_narrow)(model, room, maker, closed, reach, fresh);
        return;
    }
    for (int64_t x = 0; x < axis->size; x++) room->least[x] = room->least_best[x] = LIMIT;
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
                if (least < room->least[x]) room->least[x] = least;
                if (least_best < room->least_best[x]) room->least_best[x] = least_best;
            } else {
                for (int64_t w = 0; w < width; w++) start[w] = row[w] | barred[w];
                NAME(put)(room->reached, &tile, axis, x, start);
                for (int64_t w = 0; w < width; w++) start[w] = best[w] | barred[w];
                NAME(put)(room->reached_best, &tile, axis, x, start);
            }
        }
    }
}

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
    if (NAME(narrow)(axis)) {
        NAME(last_narrow)(model, room, maker, closed, by_label, plain, symmetric);
        return;
    }
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
                const RANK least = room->least[x], least_best = room->least_best[x];
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

/* Each block's feasible strategies, best first, by Batcher's merge exchange over a tile of blocks at once. */
static void NAME(sort)(const Model *model, NAME(Room) *room, int maker, KEY (*keys)[TILE]) {
    const Axis *axis = &model->axes[maker];
    const RANK *ranks = (const RANK *)model->ranks + maker * model->cells;
    const int64_t size = axis->size;
    int64_t top = 1;
    while (top < size) top *= 2;
    RANK gathered[TILE];
    uint8_t bytes[TILE];
    Tile tile;
    for (tile_start(&tile); tile_next(&tile, axis, model->cells);) {
        const int64_t width = tile.width, block = tile_block(&tile, axis);
        uint16_t count[TILE] = {0};
        for (int64_t x = 0; x < size; x++) {
            const RANK *row = NAME(row)(ranks, &tile, axis, x, gathered);
            const KEY name = STRATEGY - (KEY)x + 1; /* not 0, which is left to what is infeasible */
            if (model->full) {
                for (int64_t w = 0; w < width; w++) keys[x][w] = (KEY)row[w] << 16 | name;
                continue;
            }
            const uint8_t *feasible = byte_row(model->feasible, &tile, axis, x, bytes);
            for (int64_t w = 0; w < width; w++) {
                keys[x][w] = ((KEY)row[w] << 16 | name) & (KEY)(0 - (KEY)feasible[w]);
                count[w] = (uint16_t)(count[w] + feasible[w]);
            }
        }
        for (int64_t p = top / 2; p > 0; p /= 2)
            for (int64_t q = top / 2, r = 0, d = p;; d = q - p, q /= 2, r = p) {
                for (int64_t i = 0; i < size - d; i++)
                    if ((i & p) == r) {
                        KEY *RESTRICT high = keys[i], *RESTRICT low = keys[i + d];
                        for (int64_t w = 0; w < width; w++) {
                            const KEY one = high[w], two = low[w];
                            high[w] = one > two ? one : two;
                            low[w] = one > two ? two : one;
                        }
                    }
                if (q == p) break;
            }
        for (int64_t w = 0; w < width; w++) {
            uint16_t *order = room->orders[maker] + (block + w) * size;
            const int64_t listed = model->full ? size : count[w];
            KEY before = keys[0][w] >> 16;
            room->counts[maker][block + w] = (uint16_t)listed;
            for (int64_t at = 0; at < listed; at++) {
                const KEY key = keys[at][w];
                order[at] = (uint16_t)((STRATEGY + 1 - (key & 0xFFFFu)) | (key >> 16 == before ? 0 : TIED_BELOW));
                before = key >> 16;
            }
        }
    }
}

#define LANES 8
#define SWEPT(x) NAME(x##_8)
#include "_kernels_sweep.h"
#undef LANES
#undef SWEPT
#define LANES 16
#define SWEPT(x) NAME(x##_16)
#include "_kernels_sweep.h"
#undef LANES
#undef SWEPT
#define LANES 32
#define SWEPT(x) NAME(x##_32)
#include "_kernels_sweep.h"
#undef LANES
#undef SWEPT

#include "_kernels_search.h"

/* The labels of one group of decision makers: by sweeps, and where those wind too long, by a search. Returns 0, or -1 without memory. */
static int NAME(improve)(Model *model, NAME(Room) *room) {
    int movers[256], count = 0, quiet = 0, pass = 0, rounds = 0;
    uint8_t last[256] = {0};
    for (int j = 0; j < model->makers; j++)
        if (!idle(&model->axes[j])) movers[count++] = j;
    memset(room->stamps, 1, (size_t)model->cells);
    pass = 1;
    for (; count && quiet < count && rounds < model->rounds; rounds++)
        for (int k = 0; k < count && quiet < count; k++) {
            if (pass == UINT8_MAX) {
                memset(room->stamps, 1, (size_t)model->cells);
                memset(last, 0, sizeof last);
                pass = 1;
            }
            pass++;
            const int changed = room->lanes == 8    ? NAME(sweep_8)(model, room, movers[k], (uint8_t)pass, last[k])
                                : room->lanes == 16 ? NAME(sweep_16)(model, room, movers[k], (uint8_t)pass, last[k])
                                                    : NAME(sweep_32)(model, room, movers[k], (uint8_t)pass, last[k]);
            if (changed < 0) return -1;
            last[k] = (uint8_t)pass;
            quiet = changed ? 0 : quiet + 1;
        }
    if (rounds > model->swept) model->swept = rounds;
    return !count || quiet >= count ? 0 : NAME(search)(model, room);
}

#include "_kernels_run.h"
#include "_kernels_variants.h"
#include "_kernels_scores.h"
