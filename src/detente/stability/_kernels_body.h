/* The five concepts over one type of rank: included once for each type, and once more for each instruction set.
 *
 * RANK: unsigned integer of BYTES bytes; KEY: one of twice the width; LIMIT: the largest RANK; NAME(x): x with a suffix.
 * An infeasible cell has rank 0, so it is neutral in a maximum; in a minimum it has to be masked.
 */

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
    RANK *least, *least_best;                                 /* by decision maker and strategy, `widest` of them each */
    int64_t widest;
    RANK *reached, *reached_best;                             /* by cell */
    RANK **tops;                                              /* by decision maker and block: the best rank */
    RANK **credible, **answered;                              /* by decision maker and block: what a rank must attain for SEQ, for SSEQ */
    RANK *labels;                                             /* by place and lane: the first half SEQ, the second SSEQ */
    Orders *orders;                                           /* by decision maker */
    uint8_t **stale;                                          /* by decision maker and blocks: whether something in them changed */
    int beside[256], apart;                                   /* how many blocks those are, by decision maker, as a power of two */
    RANK *running;                                            /* minima down a block, by class */
    uint32_t *changed;                                        /* strategies of a block whose labels were lowered */
    Layout layout;
    int movers[256], moving, groups;                          /* who has a choice, by stride, and in groups */
    Group group_of[256];
    int lanes;                                                /* of the labels: twice `group`, rounded up */
    int first, group;                                         /* the decision makers whose labels are being computed */
} NAME(Room);

#include "_kernels_reach.h"
#include "_kernels_turn.h"
#include "_kernels_vectors.h"
#include "_kernels_at_once.h"
#include "_kernels_plain.h"
#undef VECTORS
#include "_kernels_directed.h"
#include "_kernels_orders.h"
#include "_kernels_labels.h"

#define LANES 8
#define SWEPT(x) NAME(x##_8)
#include "_kernels_block.h"
#undef LANES
#undef SWEPT
#define LANES 16
#define SWEPT(x) NAME(x##_16)
#include "_kernels_block.h"
#undef LANES
#undef SWEPT
#define LANES 32
#define SWEPT(x) NAME(x##_32)
#include "_kernels_block.h"
#undef LANES
#undef SWEPT

#if BYTES == 2
#define SIDE(x) NAME(x##_32)
#else
#define SIDE(x) NAME(x##_16)
#endif
#define LANES 8
#define SIDES (LINE / 8 / BYTES)
#define SWEPT(x) NAME(x##_8)
#include "_kernels_sweep.h"
#undef LANES
#undef SIDES
#undef SWEPT
#define LANES 16
#define SIDES (LINE / 16 / BYTES)
#define SWEPT(x) NAME(x##_16)
#include "_kernels_sweep.h"
#undef LANES
#undef SIDES
#undef SWEPT
#undef SIDE
#define LANES 32
#define SIDES 1
#define SIDE(x) NAME(x##_32)
#define SWEPT(x) NAME(x##_32)
#include "_kernels_sweep.h"
#undef LANES
#undef SIDES
#undef SIDE
#undef SWEPT

#include "_kernels_search.h"
#include "_kernels_run.h"
#include "_kernels_variants.h"
#include "_kernels_scores.h"
